"""`python3 -m undersigned.verification.seal`, and what the packed file starts."""

import sys

from undersigned.verification.seal.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "undersigned-seal"))
