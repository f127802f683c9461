"""When a letter that the server did not take is tried again."""

from datetime import timedelta

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440))
SPREAD = 0.25


def next_try(tries: int, *, spread: float) -> timedelta | None:
    """How long to wait after the `tries`th "not now"; None when it is time to give up (2¾ days).

    `spread` in [0, 1) lengthens the wait by up to a quarter, so that letters put off together do
    not come back together.
    """
    if tries > len(BACK_OFF):
        return None
    return BACK_OFF[tries - 1] * (1 + SPREAD * spread)
