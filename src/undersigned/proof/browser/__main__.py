"""Write the browser's verifier to a file: `python -m undersigned.proof.browser var/verify.html`."""

import sys
from pathlib import Path

from undersigned.proof.browser import page

if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(page())
