"""The map among the examples is one that a clerk could upload."""

import json

from undersigned.config.demo.world import outlines, read_world
from undersigned.pure.geo.boundaries import read_boundaries


def test_the_made_up_towns_map_has_an_outline_for_each_of_its_wards() -> None:
    ((raw, source),) = outlines()
    wards = read_world()["council"]["wards"]
    assert list(read_boundaries(raw, wards)) == wards
    assert source == json.loads(raw)["source"]
