"""The verifier as people start it; says at its end what memory it took: `python -m benchmarks.watched verify …`."""

import sys
from pathlib import Path

from undersigned.proof.verifier.command import main


def peak() -> int:
    """KiB that this process took at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    code = main(sys.argv[1:], "undersigned-verify")
    print(f"\npeak {peak()}")
    sys.exit(code)
