"""Typed readers of the environment: a bad value stops the start and says which name it stands under."""

import os
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "UNDERSIGNED_"


def text(name: str, default: str | None = None) -> str:
    """The value of UNDERSIGNED_<name>, or of the file that UNDERSIGNED_<name>_FILE names, or the default."""
    file = os.environ.get(f"{PREFIX}{name}_FILE")
    if file is not None:
        return Path(file).read_text(encoding="utf-8").strip()
    value = os.environ.get(PREFIX + name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} must be set; docs/run/settings.md says to what."
        )
    return value


def flag(name: str, *, default: bool) -> bool:
    """True for 1, yes, true or on; False for 0, no, false or off."""
    words = {"1": True, "yes": True, "true": True, "on": True}
    words |= {"0": False, "no": False, "false": False, "off": False}
    value = text(name, "1" if default else "0").lower()
    if value not in words:
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}; it takes yes or no.")
    return words[value]


def number(name: str, default: int) -> int:
    """A whole number."""
    return _read(name, str(default), int, "a whole number")


def names(name: str, default: str) -> list[str]:
    """A list parted by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, default: str, among: set[str]) -> str:
    """One of a fixed set of words."""
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}; it takes one of {sorted(among)}.")
    return value


def folder(name: str, default: Path) -> Path:
    """A folder's path."""
    return Path(text(name, str(default)))


def _read(name: str, default: str, make: Callable[[str], int], wanted: str) -> int:
    value = text(name, default)
    try:
        return make(value)
    except ValueError:
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}; it takes {wanted}.") from None
