"""How a check can end: an exit code, and a sentence for whoever asked."""

from enum import IntEnum


class Code(IntEnum):
    """The exit codes."""

    OK = 0
    INVALID = 1
    FORK = 2
    STALE = 3
    USAGE = 4


class Ended(Exception):
    """The check is over, with a code that is not OK; the message is for a person to read."""

    code = Code.INVALID


class Forked(Ended):
    """The log showed two different pasts."""

    code = Code.FORK


class Stale(Ended):
    """What was shown is old, or too few others vouch for it."""

    code = Code.STALE


class Unusable(Ended):
    """Nothing was checked: something was asked for wrongly, or cannot be reached."""

    code = Code.USAGE
