"""The clerk's tool in one file that any Python 3.11 runs: `python3 -I undersigned-seal.pyz`."""

import sys
from functools import cache
from pathlib import Path

from undersigned.proof.verifier.archive import build as build_archive

NAME = "undersigned-seal.pyz"
PACKED = (
    "__init__.py",
    "pure/__init__.py",
    "pure/standards/__init__.py",
    "pure/standards/canonical_json.py",
    "pure/tlog/*.py",
    "verification/__init__.py",
    "verification/seal/*.py",
)
START = b"""import sys

from undersigned.verification.seal.command import main

sys.exit(main(sys.argv[1:], "undersigned-seal"))
"""


@cache
def build() -> bytes:
    """The file's bytes: the same on every machine."""
    return build_archive(PACKED, START)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(build())
    target.chmod(0o755)
