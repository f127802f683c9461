"""What a witness answers, over real HTTP, status by status (C2SP tlog-witness, § add-checkpoint)."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.proof.witness.logs import NAME, ORIGIN, Asked, SampleLog, made, request, serving

from undersigned.proof.witness.server import LONGEST
from undersigned.proof.witness.store import Store
from undersigned.pure.tlog import cosignatures
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.keys import parse_seal
from undersigned.pure.tlog.notes import add_lines, parse_note, sign_note, verified
from undersigned.pure.tlog.proofs import consistency_proof

pytestmark = pytest.mark.long

LOG = SampleLog()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return made(tmp_path / "witness", LOG)


@pytest.fixture
def witness(store: Store) -> Iterator[Asked]:
    with serving(store) as asked:
        yield asked


def test_a_first_checkpoint_is_vouched_for(witness: Asked, store: Store) -> None:
    before = int(time.time())
    answer = witness.post(LOG.request(0, 5))
    assert (answer.status, answer.kind) == (200, "text/plain; charset=utf-8")
    note = parse_note(add_lines(LOG.note(5), [answer.text]))
    assert verified(note, [LOG.vkey, store.vkey]) == [LOG.vkey, store.vkey]
    at = cosignatures.check(parse_seal(answer.text), LOG.checkpoint(5).body, store.vkey)
    assert before <= at <= time.time()


@pytest.mark.parametrize("sizes", [(1, 2, 3, 8, 9), (7, 256, 300), (5, 5, 6)])
def test_a_log_that_only_grows_is_vouched_for_each_time(
    witness: Asked, sizes: tuple[int, ...]
) -> None:
    steps = zip((0, *sizes), sizes, strict=False)
    assert [witness.post(LOG.request(old, new)).status for old, new in steps] == [200] * len(sizes)


def test_an_empty_log_is_vouched_for(witness: Asked) -> None:
    assert [witness.post(LOG.request(0, size)).status for size in (0, 0, 4)] == [200] * 3


def test_an_old_size_that_is_not_the_last_gets_409_and_the_last(witness: Asked) -> None:
    witness.post(LOG.request(0, 5))
    for old in (0, 4):
        answer = witness.post(LOG.request(old, 9))
        assert (answer.status, answer.text, answer.kind) == (409, "5\n", "text/x.tlog.size")
    assert witness.post(LOG.request(5, 9)).status == 200


def test_an_old_size_that_it_never_saw_gets_409_and_zero(witness: Asked) -> None:
    answer = witness.post(LOG.request(3, 9))
    assert (answer.status, answer.text, answer.kind) == (409, "0\n", "text/x.tlog.size")


def test_an_unknown_log_gets_404(witness: Asked) -> None:
    stranger = SampleLog(origin="elsewhere.example.org/log")
    assert witness.post(stranger.request(0, 5)).status == 404


def test_a_checkpoint_that_no_known_key_sealed_gets_403(witness: Asked) -> None:
    thief = SampleLog(seed=bytes(32))
    assert witness.post(thief.request(0, 5)).status == 403


def test_a_false_seal_of_the_known_key_gets_403(witness: Asked) -> None:
    seal = parse_note(LOG.note(6)).seals[0]
    forged = parse_note(LOG.note(5)).text.encode() + b"\n" + seal.line.encode()
    assert witness.post(request(0, [], forged)).status == 403


def test_seals_of_unknown_keys_are_passed_over_and_not_passed_on(
    witness: Asked, store: Store
) -> None:
    other = sign_note(LOG.checkpoint(5).body, "else.example.org", bytes(32))
    note = add_lines(LOG.note(5), [parse_note(other).seals[0].line])
    assert witness.post(request(0, [], note)).status == 200
    assert [seal.name for seal in parse_note(witness.latest().text.encode()).seals] == [
        ORIGIN,
        NAME,
    ]


def test_an_old_size_above_the_new_one_gets_400(witness: Asked) -> None:
    witness.post(LOG.request(0, 9))
    assert witness.post(request(9, [], LOG.note(5))).status == 400


def test_another_history_gets_422(witness: Asked) -> None:
    witness.post(LOG.request(0, 5))
    other = SampleLog(twist=3)
    assert witness.post(other.request(5, 9)).status == 422
    assert witness.latest().text.encode().startswith(LOG.checkpoint(5).body.encode())


def test_another_root_of_the_same_size_gets_422(witness: Asked) -> None:
    witness.post(LOG.request(0, 5))
    assert witness.post(SampleLog(twist=3).request(5, 5)).status == 422


def test_an_empty_log_with_a_root_gets_422(witness: Asked) -> None:
    body = Checkpoint(ORIGIN, 0, LOG.checkpoint(5).root).body
    assert witness.post(request(0, [], sign_note(body, ORIGIN, LOG.seed))).status == 422


@pytest.mark.parametrize("wrong", [[], [bytes(32)], "one too many"])
def test_a_proof_that_does_not_lead_there_gets_422(
    witness: Asked, wrong: list[bytes] | str
) -> None:
    witness.post(LOG.request(0, 5))
    proof = consistency_proof(5, 9, LOG.read)
    sent = [*proof, proof[0]] if isinstance(wrong, str) else wrong
    assert witness.post(request(5, sent, LOG.note(9))).status == 422


def test_a_proof_where_none_belongs_gets_422(witness: Asked) -> None:
    assert witness.post(request(0, [bytes(32)], LOG.note(5))).status == 422


NOTE = LOG.note(5)
HASH = "A" * 43 + "="
MALFORMED = {
    "nothing": b"",
    "no old size": b"\n" + NOTE,
    "no note": b"old 0\n\n",
    "no empty line": b"old 0\n" + NOTE,
    "leading zero": request("00", [], NOTE),
    "plus": request("+0", [], NOTE),
    "another word": b"new 0\n\n" + NOTE,
    "two spaces": b"old  0\n\n" + NOTE,
    "carriage return": b"old 0\r\n\r\n" + NOTE,
    "too large": request(2**63, [], NOTE),
    "short hash": request(0, ["AAAA"], NOTE),
    "hash in a second spelling": request(0, ["A" * 42 + "B="], NOTE),
    "64 hashes": request(0, [HASH] * 64, NOTE),
    "not ASCII": "old ٣\n\n".encode() + NOTE,
    "no seal": b"old 0\n\n" + NOTE.partition(b"\n\n")[0] + b"\n",
    "four lines": request(0, [], sign_note(LOG.checkpoint(5).body + "more\n", ORIGIN, LOG.seed)),
    "size in a second spelling": request(0, [], NOTE.replace(b"\n5\n", b"\n05\n")),
    "no last newline": request(0, [], NOTE[:-1]),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_request_gets_400(witness: Asked, body: bytes) -> None:
    assert witness.post(body).status == 400


def test_what_is_refused_leaves_no_trace(witness: Asked, store: Store) -> None:
    witness.post(LOG.request(0, 5))
    before = witness.latest()
    for body in (*MALFORMED.values(), SampleLog(twist=3).request(5, 9), LOG.request(2, 9)):
        assert witness.post(body).status != 200
    assert witness.latest() == before


def test_monitors_find_what_was_vouched_for(witness: Asked, store: Store) -> None:
    assert witness.latest().status == 404
    line = witness.post(LOG.request(0, 5)).text
    answer = witness.latest()
    assert answer.status == 200
    assert answer.text.encode() == add_lines(LOG.note(5), [line])


def test_the_first_page_says_who_the_witness_is(witness: Asked, store: Store) -> None:
    witness.post(LOG.request(0, 5))
    assert witness.get("/").text == f"witness {store.vkey.text}\n{ORIGIN}: 5 entries\n"


@pytest.mark.parametrize(
    "path", ["/checkpoint", "/../witness.key", "/x/checkpoint", "/add-checkpoint"]
)
def test_nothing_else_is_served(witness: Asked, path: str) -> None:
    assert witness.get(path).status == 404


def test_nothing_else_is_taken(witness: Asked) -> None:
    assert witness.post(LOG.request(0, 5), path="/").status == 404


def test_a_request_that_is_too_long_is_not_read(witness: Asked) -> None:
    assert witness.post(b"old 0\n" + b"A" * LONGEST).status == 413
    assert witness.post(LOG.request(0, 5)).status == 200


def test_a_request_says_how_long_it_is(witness: Asked) -> None:
    chunked = {"Transfer-Encoding": "chunked", "Content-Length": "5"}
    assert witness.post(b"0\r\n\r\n", **chunked).status == 411
    assert witness.post(b"", **{"Content-Length": "-1"}).status == 411


def test_a_second_key_of_a_log_is_believed_too(witness: Asked, store: Store) -> None:
    witness.post(LOG.request(0, 5))
    rotated = SampleLog(seed=b"x" * 32)
    store.add_log(rotated.vkey)
    assert witness.post(rotated.request(5, 9)).status == 200
    assert witness.post(SampleLog(seed=b"x" * 32, twist=3).request(9, 12)).status == 422
