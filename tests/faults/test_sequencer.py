"""The sequencer dies at every step, by kill -9 and by power cuts: what was published stays true, and nothing is lost.

After each death the log that was published before it must be the beginning of the one that is published after.
"""

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.faults.installations import ROOT, Installation, OnPostgres
from tests.faults.power import power

from undersigned.proof.actions.sequence import STEPS
from undersigned.pure.tlog.tree import root_of

pytestmark = [pytest.mark.fault, pytest.mark.long]

DEATHS = [(step.__name__, when) for step in STEPS for when in ("before", "after")]
DEATHS += [("write_files", "amid"), ("publish", "amid")]


class Sequencing:
    """A site's commands, each a process of its own."""

    def __init__(self, site: Installation) -> None:
        self.site = site

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-W", "ignore", "-m", "tests.faults.sequencing", *words]
        env = self.site.environment() | self.site.power.environment | environment
        env["UNDERSIGNED_LOG"] = str(self.site.power.live / "public-log")
        env["UNDERSIGNED_LOG_FLUSH_AT"] = "1"
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, cwd=ROOT)

    def run(self, *words: str, **environment: str) -> tuple[int, bytes]:
        process = self.start(*words, **environment)
        said, _ = process.communicate()
        return process.returncode, said

    def ask(self, *words: str) -> dict[str, Any]:
        code, said = self.run(*words)
        assert code == 0, words
        answer: dict[str, Any] = json.loads(said)
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
        assert site.run("die", "90", name, when)[0] == -signal.SIGKILL, (name, when)
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
    running = [site.start("sequence") for _ in range(4)]
    said = [json.loads(process.communicate()[0])["mine"] for process in running]
    assert [process.returncode for process in running] == [0] * 4
    assert True in said
    answer = site.ask("recount")
    checked(answer)
    assert (answer["net"], answer["tally"]) == (200, 200)


def test_without_syncing_its_files_a_power_cut_would_be_seen(site: Sequencing) -> None:
    site.ask("sign", "90")
    assert site.run("sequence", "publish", "after", LAZY="yes")[0] == -signal.SIGKILL
    site.site.power.cut()
    site.site.after_cut()
    assert site.run("recount")[0] != 0
