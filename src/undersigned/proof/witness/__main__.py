"""`python3 -m undersigned.proof.witness`: a witness without the rest."""

import sys

from undersigned.proof.witness.command import main

if __name__ == "__main__":
    sys.exit(main())
