"""What a witness vouched for it never forgets: not in a race, not by kill -9 at any step, not by a restart."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.processes import free_port, running, wait_for
from tests.proof.witness.logs import NAME, ORIGIN, Asked, SampleLog, made, serving

from undersigned.proof.witness.store import Broken, Store
from undersigned.pure.tlog.keys import parse_seal
from undersigned.pure.tlog.notes import parse_note

pytestmark = pytest.mark.long  # for `make test`

LOG = SampleLog()
HERE = Path(__file__).parent


def size_of(store: Store) -> int:
    latest = store.log(ORIGIN).latest()
    return latest.size if latest else 0


def test_of_two_at_once_one_wins(tmp_path: Path) -> None:
    store = made(tmp_path / "witness", LOG)
    with serving(store) as witness:
        seen = 0
        for _ in range(20):
            bodies = [LOG.request(seen, seen + more) for more in (1, 2, 3, 4)]
            answers = at_once(witness, bodies)
            won = [body for body, status in zip(bodies, answers, strict=True) if status == 200]
            assert sorted(answers) == [200, 409, 409, 409]
            seen += 1 + bodies.index(won[0])
            assert size_of(store) == seen


def at_once(witness: Asked, bodies: list[bytes]) -> list[int]:
    """The statuses of requests that are sent at the same moment."""
    answers: dict[int, int] = {}
    ready = threading.Barrier(len(bodies))

    def ask(place: int) -> None:
        ready.wait()
        answers[place] = witness.post(bodies[place]).status

    threads = [threading.Thread(target=ask, args=[place]) for place in range(len(bodies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[place] for place in range(len(bodies))]


@pytest.mark.fault
def test_whenever_it_is_killed_it_remembers_what_it_vouched_for(tmp_path: Path) -> None:
    """A process vouches and is killed at its n-th call to the system, for every n until it lives."""
    store = made(tmp_path / "witness", LOG)
    seen = size = 0
    for step in range(1, 100):
        size += 1
        request = tmp_path / "request"
        request.write_bytes(LOG.request(seen, size))
        command = [sys.executable, HERE / "killed.py", str(step), store.folder, request]
        child = subprocess.run(command, capture_output=True, check=False, timeout=30)
        assert child.stderr == b""
        assert size_of(store) in {seen, size}  # never torn, never older
        if child.stdout:
            assert size_of(store) == size  # told only what is kept
        seen = size_of(store)
        if child.returncode == 0:
            break
        assert child.returncode == -9
    assert child.returncode == 0
    assert step > 8
    assert seen == size


def test_after_a_restart_it_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, port = made(tmp_path / "witness", LOG).folder, free_port()
    words = ("witness", "serve", "--folder", str(folder), "--port", str(port))
    sizes = []
    for new in (5, 9):
        with running(*words, log=tmp_path / "log") as program:
            wait_for(f"http://127.0.0.1:{port}/", program)
            witness = Asked(port)
            sizes.append(witness.post(LOG.request(0, new)).text)
            sizes.append(witness.get("/").text.splitlines()[1])
    assert parse_seal(sizes[0]).name == NAME
    assert sizes[1:] == [f"{ORIGIN}: 5 entries", "5\n", f"{ORIGIN}: 5 entries"]


def spoil(store: Store, content: bytes) -> None:
    (store.log(ORIGIN).folder / "latest").write_bytes(content)


def test_a_spoilt_memory_is_not_begun_from(tmp_path: Path) -> None:
    store = made(tmp_path / "witness", LOG)
    with serving(store) as witness:
        witness.post(LOG.request(0, 5))
        whole = witness.latest().text.encode()
        other = made(tmp_path / "other", LOG)
        unsealed = (
            parse_note(whole).text.encode() + b"\n" + parse_note(whole).seals[0].line.encode()
        )
        for content in (b"", whole[:-5], whole.replace(b"\n5\n", b"\n4\n"), unsealed):
            spoil(store, content)
            with pytest.raises(Broken):
                store.check()
            assert witness.post(LOG.request(5, 9)).status == 500
        spoil(other, whole)
        with pytest.raises(Broken):
            other.check()
        spoil(store, whole)
        assert witness.post(LOG.request(5, 9)).status == 200


def test_a_full_disk_is_no_vouching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = made(tmp_path / "witness", LOG)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with serving(store) as witness:
        monkeypatch.setattr("os.fsync", full)
        assert witness.post(LOG.request(0, 5)).status == 500
        monkeypatch.undo()
        assert size_of(store) == 0
        assert witness.post(LOG.request(0, 6)).status == 200
