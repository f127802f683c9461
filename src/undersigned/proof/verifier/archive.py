"""The verifier in one file that any Python 3.11 runs: `python3 -I undersigned-verify.pyz`.

The same sources give the same bytes on every machine: members in order, no times, nothing squeezed.
"""

import io
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import undersigned

NAME = "undersigned-verify.pyz"
FIRST_LINE = b"#!/usr/bin/env python3\n"
PACKED = (
    "__init__.py",
    "proof/__init__.py",
    "proof/verifier/*.py",
    "pure/__init__.py",
    "pure/sampling/__init__.py",
    "pure/sampling/draw.py",
    "pure/standards/__init__.py",
    "pure/standards/canonical_json.py",
    "pure/tlog/*.py",
)
START = b"""import sys

from undersigned.proof.verifier.command import main

sys.exit(main(sys.argv[1:], "undersigned-verify"))
"""
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name
MODE = 0o100644 << 16
UNIX = 3


def build(patterns: Iterable[str] = PACKED, start: bytes = START) -> bytes:
    """The file's bytes: the sources that match these patterns, and how they start."""
    packed = io.BytesIO()
    packed.write(FIRST_LINE)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(_members(patterns, start)):
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.external_attr, member.create_system = MODE, UNIX
            archive.writestr(member, content)
    return packed.getvalue()


def _members(patterns: Iterable[str], start: bytes) -> Iterator[tuple[str, bytes]]:
    home = Path(undersigned.__file__).parent
    for path in [path for pattern in patterns for path in home.glob(pattern)]:
        yield f"undersigned/{path.relative_to(home).as_posix()}", path.read_bytes()
    yield "__main__.py", start


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(build())
    target.chmod(0o755)
