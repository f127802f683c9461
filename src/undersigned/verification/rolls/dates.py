"""Days as rolls write them, made ISO dates. A year or a month alone stays one."""

import re
from collections.abc import Iterable
from datetime import date

from undersigned.verification.rolls.layout import ORDERS

PARTS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
COMPACT = re.compile(r"\d{8}")
TIME = re.compile(r"[T ]?\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[AP]M)?$", re.IGNORECASE)
YEARS = range(1850, 2151)
PLACES = {"ymd": (0, 4, 6), "mdy": (4, 0, 2), "dmy": (4, 2, 0)}  # of eight digits


class NoDate(ValueError):
    """What is written is no day, month or year."""


def iso_of(text: str, order: str) -> str:
    """ISO of what is written in this order (ymd, mdy, dmy): a date, a month, a year, or '' of nothing.

    >>> iso_of("02/26/1977", "mdy"), iso_of("19960300", "ymd"), iso_of("1957", "mdy")
    ('1977-02-26', '1996-03', '1957')
    """
    text = TIME.sub("", text.strip()).strip()
    if not text or not text.strip("0/-. "):
        return ""
    if text.isascii() and text.isdigit() and len(text) == 4:  # noqa: PLR2004 - a year
        return _iso(text, "", "")
    return _iso(*_parts(text, order))


def _parts(text: str, order: str) -> tuple[str, str, str]:
    if COMPACT.fullmatch(text):
        year, month, day = PLACES[order]
        return text[year : year + 4], text[month : month + 2], text[day : day + 2]
    found = PARTS.fullmatch(text)
    if not found:
        raise NoDate(text)
    parts = found.groups()
    order = "ymd" if len(parts[0]) == 4 else order  # noqa: PLR2004 - a year
    return parts[order.index("y")], parts[order.index("m")], parts[order.index("d")]


def _iso(year: str, month: str, day: str) -> str:
    if len(year) != 4 or int(year) not in YEARS:  # noqa: PLR2004 - two digits would be a guess
        raise NoDate(year)
    if not int(month or 0):
        return year
    try:
        whole = date(int(year), int(month), int(day or 0) or 1).isoformat()
    except ValueError:
        raise NoDate(day) from None
    return whole if int(day or 0) else whole[:7]


def order_of(texts: Iterable[str]) -> str:
    """The order in which most of these are days; mdy where nothing tells it from dmy."""
    texts = [text for text in texts if text.strip()]
    counts = {order: sum(_reads(text, order) for text in texts) for order in ORDERS}
    return max(("mdy", "ymd", "dmy"), key=lambda order: counts[order])


def _reads(text: str, order: str) -> bool:
    try:
        iso_of(text, order)
    except NoDate:
        return False
    return True
