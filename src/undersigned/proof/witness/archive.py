"""The witness in one file: `python3 undersigned-witness.pyz`, where Python 3.11 and `cryptography` are installed."""

import sys
from pathlib import Path

from undersigned.proof.verifier.archive import build

PACKED = (
    "__init__.py",
    "proof/__init__.py",
    "proof/witness/*.py",
    "pure/__init__.py",
    "pure/tlog/*.py",
)
START = b"""import sys

from undersigned.proof.witness.command import main

sys.exit(main())
"""

if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(build(PACKED, START))
    target.chmod(0o755)
