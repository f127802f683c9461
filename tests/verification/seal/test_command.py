"""What the clerk does with the tool, and how each ends."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest

from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.verification.seal import keyfile, sealing
from undersigned.verification.seal.command import main

PASSPHRASE = "correct horse sample"
CERTIFICATE = {
    "schema": "undersigned-certificate/v1",
    "petition": {"title": "Keep the river path open"},
    "council": {"name": "Sample Town Council"},
    "outcome": {"code": "sufficient", "words": "Enough valid signatures"},
    "figures": {"lines": 12, "valid": 11, "required": 10},
}


@dataclass(frozen=True)
class Answer:
    """How the tool ended, and what it said."""

    code: int
    out: str
    err: str


Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Say something to the tool, in a folder of one's own, with lines typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(keyfile.COST, "n", 2)  # a passphrase is not guessed here

    def say(*words: str, typed: str = "") -> Answer:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        try:
            code = main(words, "undersigned-seal")
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return say


@pytest.fixture
def key(ask: Ask) -> keyfile.Key:
    """A clerk's key, made by the tool."""
    answer = ask("key", "clerk.example.org", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert (answer.code, answer.err) == (0, "")
    made = keyfile.read(Path("clerk.key"), PASSPHRASE)
    assert f"{made.vkey.text}\n{made.recipient}\n" in answer.out
    return made


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate as the site writes it."""
    path = tmp_path / "certificate.json"
    path.write_bytes(canonical_json(CERTIFICATE))
    return path


def test_a_key_is_locked_and_readable_by_its_owner_alone(key: keyfile.Key) -> None:
    path = Path("clerk.key")
    assert path.stat().st_mode & 0o777 == 0o600
    assert key.secret not in path.read_bytes()
    with pytest.raises(keyfile.NotUnlocked, match="another"):
        keyfile.read(path, "another passphrase")


def test_a_key_is_never_overwritten(key: keyfile.Key, ask: Ask) -> None:
    answer = ask("key", "clerk.example.org", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert (answer.code, answer.err) == (
        2,
        "clerk.key is there already; a key is never overwritten.\n",
    )
    assert keyfile.read(Path("clerk.key"), PASSPHRASE) == key


@pytest.mark.parametrize(
    ("name", "typed", "code", "words"),
    [
        ("clerk", "short\nshort\n", 2, "too short"),
        ("clerk", f"{PASSPHRASE}\n{PASSPHRASE}.\n", 2, "differ"),
        ("the clerk", f"{PASSPHRASE}\n{PASSPHRASE}\n", 1, "one word"),
    ],
)
def test_no_key_is_made_of(ask: Ask, name: str, typed: str, code: int, words: str) -> None:
    answer = ask("key", name, typed=typed)
    assert answer.code == code
    assert words in answer.err
    assert not Path("clerk.key").exists()


def test_the_public_lines_are_shown_again(key: keyfile.Key, ask: Ask) -> None:
    answer = ask("show", typed=f"{PASSPHRASE}\n")
    assert answer.code == 0
    assert answer.out.startswith(f"{key.vkey.text}\n{key.recipient}\n")


def test_a_certificate_is_shown_asked_about_and_sealed(
    key: keyfile.Key, ask: Ask, certificate: Path
) -> None:
    answer = ask("seal", certificate.name, typed=f"yes\n{PASSPHRASE}\n")
    assert (answer.code, answer.err) == (0, "")
    assert "  Valid                 11\n" in answer.out
    checked = ask("check", "certificate.sealed", "--by", key.vkey.text)
    assert checked.code == 0
    assert "VALID: sealed by clerk.example.org" in checked.out
    sealed = Path("certificate.sealed").read_bytes()
    assert sealing.check(sealed, key.vkey) == CERTIFICATE


def test_nothing_is_sealed_without_a_yes(key: keyfile.Key, ask: Ask, certificate: Path) -> None:
    answer = ask("seal", certificate.name, typed=f"no\n{PASSPHRASE}\n")
    assert (answer.code, answer.err) == (2, "Nothing was sealed.\n")
    assert not Path("certificate.sealed").exists()


def test_a_seal_is_not_written_over_another_file(
    key: keyfile.Key, ask: Ask, certificate: Path
) -> None:
    Path("certificate.sealed").write_bytes(b"mine")
    answer = ask("seal", certificate.name, "--yes", typed=f"{PASSPHRASE}\n")
    assert (answer.code, answer.err) == (2, "certificate.sealed: File exists\n")
    assert Path("certificate.sealed").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF", "not a certificate in JSON"),
        (json.dumps(CERTIFICATE, indent=1).encode(), "bytes were changed"),
        (b'{"schema":"other"}', "not a certificate of a kind"),
        (b"[]", "not a certificate of a kind"),
    ],
)
def test_only_a_certificate_is_sealed(
    key: keyfile.Key, ask: Ask, certificate: Path, content: bytes, words: str
) -> None:
    certificate.write_bytes(content)
    answer = ask("seal", certificate.name, "--yes", typed=f"{PASSPHRASE}\n")
    assert answer.code == 1
    assert words in answer.err


def test_a_wrong_passphrase_or_key_file_seals_nothing(
    key: keyfile.Key, ask: Ask, certificate: Path
) -> None:
    assert ask("seal", certificate.name, "--yes", typed="wrong\n").code == 1
    assert ask("seal", certificate.name, "--yes", "--key", certificate.name, typed="\n").code == 1
    missing = ask("seal", certificate.name, "--yes", "--key", "other.key")
    assert (missing.code, missing.out.count("sealed by")) == (2, 0)


def test_a_changed_certificate_or_another_key_is_found(
    key: keyfile.Key, ask: Ask, certificate: Path
) -> None:
    assert ask("seal", certificate.name, "--yes", typed=f"{PASSPHRASE}\n").code == 0
    path = Path("certificate.sealed")
    other = keyfile.make("clerk.example.org")
    assert ask("check", path.name, "--by", other.vkey.text).code == 1
    path.write_bytes(path.read_bytes().replace(b'"valid":11', b'"valid":12'))
    answer = ask("check", path.name, "--by", key.vkey.text)
    assert (answer.code, answer.out) == (1, "")
    assert "NOT VALID" in answer.err


def test_the_public_line_may_stand_in_a_file(key: keyfile.Key, ask: Ask, certificate: Path) -> None:
    assert ask("seal", certificate.name, "--yes", typed=f"{PASSPHRASE}\n").code == 0
    Path("public").write_text(f"{key.vkey.text}\n{key.recipient}\n")
    assert ask("check", "certificate.sealed", "--by", "public").code == 0
    Path("public").write_text("")
    assert ask("check", "certificate.sealed", "--by", "public").code == 1


def test_a_list_that_was_handed_over_is_opened(key: keyfile.Key, ask: Ask) -> None:
    to = pyrage.x25519.Recipient.from_str(key.recipient)
    Path("signers.csv.age").write_bytes(pyrage.encrypt(b"line,name\n1,Ana Sample\n", [to]))
    assert ask("open", "signers.csv.age", typed=f"{PASSPHRASE}\n").code == 0
    assert Path("signers.csv").read_text() == "line,name\n1,Ana Sample\n"
    assert Path("signers.csv").stat().st_mode & 0o777 == 0o600
    assert ask("open", "signers", typed=f"{PASSPHRASE}\n").code == 2
    assert ask("open", "clerk.key", "--out", "x", typed=f"{PASSPHRASE}\n").code == 1


def test_wrong_use_ends_with_2(ask: Ask) -> None:
    assert ask().code == 2
    assert ask("seal", "nowhere.json").code == 2


def test_ctrl_c_ends_as_other_programs_do(
    key: keyfile.Key, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(keyfile, "read", interrupt)
    assert ask("show", typed="\n").code == 130
