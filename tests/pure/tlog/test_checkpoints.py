"""Three lines, each in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.strict import to_base64

ROOT = to_base64(bytes(range(32)))


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_as_it_is_written(size: int, root: bytes) -> None:
    checkpoint = Checkpoint("petitions.example.org/log", size, root)
    assert parse_checkpoint(checkpoint.body) == checkpoint


def test_it_is_origin_size_and_root() -> None:
    body = Checkpoint("petitions.example.org/log", 7, bytes(range(32))).body
    assert body == f"petitions.example.org/log\n7\n{ROOT}\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"origin\n7\n{ROOT}",
        f"origin\n7\n{ROOT}\n\n",
        f"origin\n7\n{ROOT}\nextension\n",
        f"\n7\n{ROOT}\n",
        f"or igin\n7\n{ROOT}\n",
        f"origin\n07\n{ROOT}\n",
        f"origin\n-7\n{ROOT}\n",
        f"origin\n\n{ROOT}\n",
        f"origin\n7\n{ROOT[:-1]}\n",
        f"origin\n7\n{ROOT[:-2]}9=\n",
        f"origin\r\n7\r\n{ROOT}\r\n",
    ],
)
def test_nothing_else_is_a_checkpoint(text: str) -> None:
    with pytest.raises(Invalid):
        parse_checkpoint(text)
