"""Limits that hold across processes: used up in the transaction of what uses them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import connection

from undersigned.signatures.blind import allowance_key

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

LETTERS_A_DAY = 3  # to one address, site-wide
LETTERS_A_PETITION_A_DAY = 1  # to one person at one address


@dataclass(frozen=True)
class Limit:
    """One limit that an item uses: its keyed name, how much is allowed, and until when the row is needed."""

    key: bytes
    allowed: int
    until: datetime


def letter_limits(address: str, person: bytes, *, at: datetime) -> tuple[Limit, Limit]:
    """The two limits on letters: to an address a day, and to one person of one petition a day.

    `person` is the name index, which holds the petition and the address too: two people who share an address
    each get a letter, within the limit of the address.
    """
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        Limit(allowance_key("letters", day, address), LETTERS_A_DAY, day + DAY),
        Limit(allowance_key("letter", day, person.hex()), LETTERS_A_PETITION_A_DAY, day + DAY),
    )


def network_limit(network: str, *, allowed: int, at: datetime) -> Limit:
    """The limit on signatures from one network (an IPv4 /24 or IPv6 /56) an hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    return Limit(allowance_key("network", hour, network), allowed, hour + HOUR)


UPSERT = """
INSERT INTO signatures_allowance (key, used, until) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET used = signatures_allowance.used + EXCLUDED.used
RETURNING key, used
"""


def use(items: Sequence[Sequence[Limit]]) -> list[list[bool]]:
    """Use each item's limits once, in order, and say of each limit whether it still allowed that.

    Must run inside a transaction. Keys are locked in one order, so that two batches cannot deadlock.
    """
    limits = {limit.key: limit for item in items for limit in item}
    if not limits:
        return [[] for _ in items]
    wanted = Counter(limit.key for item in items for limit in item)
    adapt = lru_cache(connection.ops.adapt_datetimefield_value)  # most end with the same day
    values: list[bytes | int | str | None] = []
    for key in sorted(limits):
        values += [key, wanted[key], adapt(limits[key].until)]
    sql = UPSERT.format(rows=",".join(["(%s,%s,%s)"] * len(limits)))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        used = {bytes(key): total - wanted[bytes(key)] for key, total in cursor.fetchall()}
    answers = []
    for item in items:
        answer = []
        for limit in item:
            used[limit.key] += 1
            answer.append(used[limit.key] <= limit.allowed)
        answers.append(answer)
    return answers
