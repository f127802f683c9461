"""`python3 -m undersigned.proof.witness`: a witness without the rest."""

import argparse
import sys

from undersigned.proof.witness.command import add_words, run

PARSER = argparse.ArgumentParser(
    prog="undersigned-witness",
    description="Watch that a public log of signatures only grows, and vouch for it.",
)
add_words(PARSER)

if __name__ == "__main__":
    sys.exit(run(PARSER.parse_args()))
