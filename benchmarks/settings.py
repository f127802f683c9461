"""The product's settings with nothing in the way: what the limits are measured with (bare.py)."""

from undersigned.config.settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.bare"
