"""`python3 -m undersigned.proof.verifier`, and what the packed file starts."""

import sys

from undersigned.proof.verifier.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "undersigned-verify"))
