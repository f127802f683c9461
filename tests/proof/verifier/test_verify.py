"""verify: what it says of a good log, and how it ends on every other."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories.logs import DAY, Log, opened, signed, vkey
from tests.proof.verifier.conftest import Ask

from undersigned.pure.tlog.keys import COSIGNATURE
from undersigned.pure.tlog.leaves import Restore, Unknown, Void, Withdraw, Withheld

pytestmark = pytest.mark.long

FIGURES = """
Petition p1 (open for signatures)
  signed              12   confirmed by e-mail or on paper
  withdrawn            1   taken back by their signers
  void                 1   not counted: 1 signed more than once
  count               10   signed, less withdrawn, less void
"""


def test_a_good_log_is_recounted(site: Log, ask: Ask) -> None:
    answer = ask("verify", site.path)
    assert (answer.code, answer.err) == (0, "")
    first, *_, last = answer.out.splitlines()
    assert first == f"The log petitions.example.org/log, as {site.path} has it"
    assert last == "OK: nothing in this log is missing or changed, and its figures are those above."
    assert "  16 entries, just as the log's key signed them.\n" in answer.out
    assert FIGURES in answer.out
    assert "Published files: 5 files as the log binds them.\n" in answer.out
    assert "that a person stands behind each entry" in answer.out


def test_it_reads_a_web_address_too(site: Log, served: Callable[[Path], str], ask: Ask) -> None:
    site.add(*signed("p1", 300, first=20)).publish()
    address = served(site.path.parent)
    for url in (f"{address}/log", f"{address}/log/"):
        answer = ask("verify", url)
        assert (answer.code, answer.err) == (0, "")
        assert "  count              310 " in answer.out


def test_it_remembers_and_says_what_is_new(site: Log, ask: Ask) -> None:
    assert "Since your last look" not in ask("verify", site.path).out
    site.add(*signed("p1", 2, first=20)).publish()
    again = ask("verify", site.path)
    assert "  Since your last look: 2 new entries; nothing older was changed" in again.out
    assert "  Since your last look: 0 new entries; nothing older" in ask("verify", site.path).out


def test_a_log_whose_past_was_changed_is_a_fork(site: Log, tmp_path: Path, ask: Ask) -> None:
    seen = tmp_path / "seen"
    ask("verify", site.path, "--state", seen)
    before = seen.read_bytes()
    other = Log(tmp_path / "other").add(opened("p1"), *signed("p1", 40, first=1)).publish()
    answer = ask("verify", other.path, "--state", seen)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("The log was changed after it was published: its first 16 entries")
    assert seen.read_bytes() == before
    assert (tmp_path / "seen.fork").read_bytes() == (other.path / "checkpoint").read_bytes()
    proof = ask("compare", seen, tmp_path / "seen.fork", "--log", other.path)
    assert proof.code == 2


def test_the_same_size_with_another_content_is_a_fork_too(
    site: Log, tmp_path: Path, ask: Ask
) -> None:
    ask("verify", site.path)
    other = Log(tmp_path / "other").add(opened("p1"), *signed("p1", 15, first=1)).publish()
    assert ask("verify", other.path).code == 2


def test_a_log_that_became_shorter_is_stale(site: Log, tmp_path: Path, ask: Ask) -> None:
    ask("verify", site.path)
    older = Log(tmp_path / "older").add(opened("p1"), *signed("p1", 5)).publish()
    answer = ask("verify", older.path)
    assert answer.code == 3
    assert answer.err.startswith("You saw this log with 16 entries, and are shown 6 now")
    assert "Since your last look: 0 new entries" in ask("verify", site.path).out


def test_witnesses_are_named_with_their_age(site: Log, long_ago: int, ask: Ask) -> None:
    site.publish(at=long_ago)
    answer = ask("verify", site.path)
    assert answer.code == 3
    assert answer.err == (
        "The entries are whole, but too few witnesses have vouched for them lately.\n"
    )
    assert f"  {'library.example.org':32} 3 days ago\n" in answer.out
    assert "  TOO FEW of them within 48 hours.\n" in answer.out
    assert ask("verify", site.path, "--max-age", "73").code == 0


def test_a_witness_from_the_far_future_is_not_believed(site: Log, ask: Ask) -> None:
    site.publish(at=4_000_000_000)
    assert ask("verify", site.path).code == 3


def test_void_signatures_are_told_by_reason(site: Log, ask: Ask) -> None:
    reasons = ("fraud", "fraud", "age", "roll", "form", "other")
    site.add(*[Void("p1", DAY, 5 + at, reason) for at, reason in enumerate(reasons)])
    site.add(
        Restore("p1", DAY, 4), Withdraw("p1", DAY, 7), opened("p2"), *signed("p2", 1)
    ).publish()
    assert (
        "  void                 5   not counted: 1 not entitled to sign, 1 not filled in as asked, "
        "2 not by the person named, or by a program, 1 for another reason\n"
    ) in ask("verify", site.path).out
    assert "  void                 0   not counted, for a reason in the log\n" in (
        ask("verify", site.path).out
    )


def test_a_witness_who_did_not_vouch_is_named(site: Log, ask: Ask) -> None:
    site.witnesses = site.witnesses[:1]
    site.write("checkpoint", site.note())
    answer = ask("verify", site.path)
    assert answer.code == 3
    assert f"  {'newspaper.example.org':32} not for this state\n" in answer.out


def test_that_nobody_vouches_is_said(tmp_path: Path, ask: Ask) -> None:
    log = Log(tmp_path / "log", witnesses=()).add(opened("p1")).publish()
    for _ in ("with an empty policy", "with none"):
        answer = ask("verify", log.path)
        assert answer.code == 0
        assert "Nobody but the site itself vouches for this state of the log" in answer.out
        (log.path / "policy").unlink(missing_ok=True)


def test_witnesses_whose_number_is_not_laid_down_are_named(site: Log, ask: Ask) -> None:
    policy = site.policy().replace("quorum all-of-them", "quorum none")
    site.write("policy", policy.encode())
    assert "How many of them must vouch is not laid down." in ask("verify", site.path).out


def test_a_policy_of_ones_own_replaces_the_sites(site: Log, tmp_path: Path, ask: Ask) -> None:
    own = tmp_path / "own"
    own.write_text(site.policy(), encoding="utf-8")
    for path in ("vkey", "policy"):
        (site.path / path).unlink()
    answer = ask("verify", site.path, "--policy", own)
    assert answer.code == 0
    assert "The site names these witnesses itself" not in answer.out
    stranger = vkey("stranger.example.org", COSIGNATURE).text
    own.write_text(f"log {vkey(site.origin).text}\nwitness s {stranger}\nquorum s\n")
    assert ask("verify", site.path, "--policy", own).code == 3


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("quorum none\n", 4),  # whose log?
        ("nonsense\n", 4),
        (f"log {vkey('other.example.org/log').text}\nquorum none\n", 1),
    ],
)
def test_a_policy_that_is_not_of_this_log(
    policy: str, code: int, site: Log, tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "own").write_text(policy, encoding="utf-8")
    assert ask("verify", site.path, "--policy", tmp_path / "own").code == code


def test_another_key_than_the_sites_does_not_sign_for_it(site: Log, ask: Ask) -> None:
    site.write("vkey", vkey(site.origin).text.encode())
    assert ask("verify", site.path).err == "NOT VALID: vkey does not hold a key.\n"
    site.write("vkey", b"\xff\n")
    assert ask("verify", site.path).err == "NOT VALID: vkey is not text.\n"
    note = (site.path / "checkpoint").read_text(encoding="utf-8").splitlines(keepends=True)
    Log.write(site, "vkey", f"{vkey(site.origin).text}\n".encode())
    site.write("checkpoint", "".join(note[:4] + note[5:]).encode())
    answer = ask("verify", site.path)
    assert (answer.code, answer.err) == (
        1,
        "NOT VALID: The checkpoint does not carry the signature of the log's key.\n",
    )


def test_a_changed_entry_is_not_valid(site: Log, ask: Ask) -> None:
    path = site.path / "tile/entries/000.p/16"
    path.write_bytes(path.read_bytes().replace(b"reason dup", b"reason age"))
    answer = ask("verify", site.path)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "NOT VALID: tile/0/000.p/16 does not hold the hashes of the entries.\n"


def test_a_changed_file_is_named_and_the_figures_are_still_told(site: Log, ask: Ask) -> None:
    site.write("record/p1-told.json", b'{"told":2}')
    answer = ask("verify", site.path)
    assert answer.code == 1
    assert FIGURES in answer.out
    assert "  FAULT: record/p1-told.json, published by entry 13: The published" in answer.out
    assert "Since your last look" not in ask("verify", site.path).out  # that was no good look


def test_a_withheld_file_is_told_and_all_is_well(site: Log, ask: Ask) -> None:
    for ending in ("json", "salt"):
        (site.path / f"record/p1-told.{ending}").unlink()
    site.add(Withheld("p1", DAY, 13, "person")).publish()
    answer = ask("verify", site.path)
    assert answer.code == 0
    line = "  Withheld to protect a person, which entry 16 says openly: record/p1-told.json\n"
    assert line in answer.out


def test_a_withheld_file_that_is_still_there_is_told_of(site: Log, ask: Ask) -> None:
    site.add(Withheld("p1", DAY, 13, "law")).publish()
    answer = ask("verify", site.path)
    assert answer.code == 0
    assert "what entry 13 published (still to be found here)\n" in answer.out


def test_kinds_that_it_does_not_know_are_told_and_all_is_well(site: Log, ask: Ask) -> None:
    site.add(Unknown("p1", DAY, "certify", "roll x\n"), Unknown("p1", DAY, "certify", ""))
    answer = ask("verify", site.publish().path)
    assert answer.code == 0
    assert "2 entries of the kind 'certify', which this version does not know." in answer.out


def test_a_look_that_cannot_be_kept_is_told(
    site: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(site.path / "vkey"))  # no folder
    answer = ask("verify", site.path)
    assert answer.code == 0
    assert "So the next look cannot be compared with this one" in answer.out
    assert ask("verify", site.path, "--state", site.path / "vkey" / "below").code == 4
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert ask("verify", site.path).code == 0
    kept = list((tmp_path / "home/.local/state/undersigned-verify").iterdir())
    assert [file.read_bytes() for file in kept] == [(site.path / "checkpoint").read_bytes()]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["verify"],
        ["look", "here"],
        ["verify", "nowhere"],
        ["verify", "{empty}"],
        ["verify", "{site}", "--more"],
        ["verify", "{site}", "--max-age", "old"],
        ["verify", "{site}", "--policy", "{empty}/none"],
        ["verify", "{site}", "--state", "{site}/vkey"],
        ["verify", "{site}", "--state", "{empty}"],
        ["verify", "http://"],
        ["verify", "http://127.0.0.1:1/log"],
        ["verify", "http://127.0.0.1:port/log"],
        ["verify", "https://127.0.0.1/log?x"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_checked_ends_with_4(
    words: list[str], site: Log, tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "empty").mkdir()
    filled = [word.format(site=site.path, empty=tmp_path / "empty") for word in words]
    answer = ask(*filled)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err


def test_a_log_with_a_key_and_no_checkpoint_is_none(site: Log, ask: Ask) -> None:
    (site.path / "checkpoint").unlink()
    assert ask("verify", site.path).code == 4


def test_the_state_of_another_log_is_not_compared_with(site: Log, tmp_path: Path, ask: Ask) -> None:
    other = Log(tmp_path / "other", origin="other.example.org/log").publish()
    ask("verify", other.path, "--state", tmp_path / "seen")
    answer = ask("verify", site.path, "--state", tmp_path / "seen")
    assert answer.code == 4
    assert answer.err.endswith("is of another log, other.example.org/log.\n")


def test_another_log_under_the_same_name_and_another_key_is_no_proof_of_a_fork(
    site: Log, tmp_path: Path, ask: Ask
) -> None:
    ask("verify", site.path)
    other = Log(tmp_path / "other", key="another's").add(opened("p1"), *signed("p1", 15, first=1))
    other.publish()
    (tmp_path / "own").write_text(other.policy())  # somebody asked, and believes it
    answer = ask("verify", other.path, "--policy", tmp_path / "own")
    assert (answer.code, answer.out) == (1, "")
    assert "At your last look this log was signed with another key, and held" in answer.err
