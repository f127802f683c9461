import pytest
from tests.contracts.world import World, build


@pytest.fixture
def world(db: None, key_folder: object) -> World:
    """The sample world, made for one test."""
    return build()
