"""The verifier's words are words of `undersigned` too, with the same exit codes, also where it is used wrongly."""

from pathlib import Path

import pytest
from tests.factories.logs import Log, opened, signed

from undersigned.config.cli import main
from undersigned.proof.verifier.command import WORDS


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_each_code_is_the_verifiers(site: Log, tmp_path: Path, long_ago: int) -> None:
    assert main(["verify", str(site.path), "--max-age", "2"]) == 0
    (tmp_path / "r").write_bytes(site.receipt(2))
    assert main(["receipt", str(tmp_path / "r"), "--log", str(site.path)]) == 0
    assert main(["mirror", str(site.path), str(tmp_path / "copy")]) == 0
    site.publish(at=long_ago)
    assert main(["verify", str(site.path)]) == 3
    other = Log(tmp_path / "other").add(opened("p1"), *signed("p1", 15, first=1)).publish()
    assert main(["compare", str(site.path), str(other.path)]) == 2
    site.write("tile/0/000.p/16", b"")
    assert main(["audit", str(site.path), "--seed", "1" * 20]) == 1


@pytest.mark.parametrize("word", [word for word, *_ in WORDS])
def test_used_wrongly_it_ends_with_4_and_never_with_2(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for rest in ([], ["--no-such-option"], ["a", "b", "c", "d"]):
        with pytest.raises(SystemExit) as end:
            main([word, *rest])
        assert end.value.code == 4
        assert capsys.readouterr().err.startswith("usage: undersigned")


@pytest.mark.parametrize("word", [word for word, *_ in WORDS])
def test_each_word_explains_itself(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([word, "--help"])
    assert end.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(f"usage: undersigned {word} ")
    assert "2 if the log showed two pasts" in said
