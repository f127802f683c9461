"""The sequencer dies at every step, by kill -9 and by power cuts: what was published stays true, and nothing is lost.

After each death the log that was published before it must be the beginning of the one that is published after.
"""

import base64
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.faults.asked import Asked
from tests.faults.installations import Installation, OnPostgres
from tests.faults.power import power

from undersigned.proof.actions.sequence import STEPS
from undersigned.pure.tlog.tree import root_of

pytestmark = [pytest.mark.fault, pytest.mark.long]

DEATHS = [(step.__name__, when) for step in STEPS for when in ("before", "after")]
DEATHS += [("write_files", "amid"), ("publish", "amid")]


class Sequencing:
    """A site and what it is asked."""

    def __init__(self, site: Installation) -> None:
        self.site = site
        self.asked = self.another()

    def another(self) -> Asked:
        log = str(self.site.power.live / "public-log")
        settings = {"UNDERSIGNED_LOG": log, "UNDERSIGNED_LOG_FLUSH_AT": "1"}
        return self.site.asked("tests.faults.sequencing", **settings)

    def run(self, *words: str, **environment: str) -> int:
        """Its exit code."""
        code, _ = self.asked.run(*words, **self.site.power.environment, **environment)
        return code

    def ask(self, *words: str, of: Asked | None = None) -> dict[str, Any]:
        asked = of or self.asked
        answer: dict[str, Any] = asked.ask(*words, **self.site.power.environment)
        return answer


@pytest.fixture(params=[Installation, OnPostgres], ids=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sequencing]:
    with power() as on:
        installation = request.param(on, tmp_path / "keys")
        installation.prepare()
        yield Sequencing(installation)
        on.cut()


def checked(answer: dict[str, Any]) -> list[bytes]:
    """The published log's leaf hashes; its root is that of its checkpoint."""
    hashes = [bytes.fromhex(one) for one in answer["hashes"]]
    assert int(answer["checkpoint"][1]) == len(hashes)
    assert base64.b64decode(answer["checkpoint"][2]) == root_of(hashes)
    return hashes


@pytest.mark.parametrize("cut", [False, True], ids=["killed", "power_cut"])
def test_whatever_step_it_dies_at_the_published_log_only_grows(
    site: Sequencing, *, cut: bool
) -> None:
    site.ask("sign", "3")
    site.ask("sequence")
    before = checked(site.ask("recount"))
    signed = 3
    for name, when in DEATHS:
        signed += 90
        assert site.run("die", "90", name, when) == -signal.SIGKILL, (name, when)
        if cut:
            site.site.power.cut()
            site.site.after_cut()
        answers = site.ask("recover")
        between, after = checked(answers["before"]), checked(answers["after"])
        assert between[: len(before)] == before, (name, when)
        assert after[: len(between)] == between, (name, when)
        assert figures(answers["after"]) == (signed, signed, 0), (name, when)
        before = after


def figures(answer: dict[str, Any]) -> tuple[int, int, int]:
    """The recounted net, the database's tally, and how many still wait."""
    return answer["net"], answer["tally"], answer["waiting"]


def test_two_processes_never_both_write(site: Sequencing) -> None:
    site.ask("sign", "200")
    others = [site.another() for _ in range(4)]
    with ThreadPoolExecutor(4) as running:
        said = list(running.map(lambda other: site.ask("sequence", of=other)["mine"], others))
    assert True in said
    answer = site.ask("recount")
    checked(answer)
    assert (answer["net"], answer["tally"]) == (200, 200)


def test_without_syncing_its_files_a_power_cut_would_be_seen(site: Sequencing) -> None:
    site.ask("sign", "90")
    assert site.run("sequence", "publish", "after", LAZY="yes") == -signal.SIGKILL
    site.site.power.cut()
    site.site.after_cut()
    assert site.run("recount") != 0
