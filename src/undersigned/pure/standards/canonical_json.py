"""Canonical JSON: one byte string for one value (RFC 8785, JSON Canonicalization Scheme).

Limits: numbers are whole and within ±(2**53 - 1) (RFC 8785 §3.2.2.3 allows more; the record needs
none and so avoids the pitfalls of floating point); strings are well-formed Unicode (no lone
surrogates); lists and objects are nested at most DEPTH deep.
"""

import json
from collections.abc import Iterator
from typing import Any

LARGEST = 2**53 - 1
DEPTH = 100


def canonical_json(value: object) -> bytes:
    """The canonical UTF-8 bytes of None, a bool, int, str, list, tuple (as a list) or dict.

    Raises ValueError on a float, a number beyond ±(2**53 - 1), a lone surrogate, a key that is not
    a string, nesting beyond DEPTH, or any other type. The message never quotes the value.
    """
    return "".join(_parts(value, DEPTH)).encode()


def _parts(value: object, depth: int) -> Iterator[str]:
    if depth < 0:
        raise ValueError(f"canonical JSON is nested at most {DEPTH} deep")
    match value:
        case None | bool():
            yield json.dumps(value)
        case int():
            yield _number(value)
        case str():
            yield _string(value)
        case list() | tuple():
            yield from _list(value, depth)
        case dict():
            yield from _object(value, depth)
        case _:
            raise ValueError(f"canonical JSON takes no {type(value).__name__}")


def _number(value: int) -> str:
    if abs(value) > LARGEST:
        raise ValueError("canonical JSON takes whole numbers within ±(2**53 - 1)")
    return int.__repr__(value)


def _string(value: str) -> str:
    """Quoted as ECMAScript does (§3.2.2.2); Python's own escapes are the same ones."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("canonical JSON takes no lone surrogate") from None
    return json.dumps(value, ensure_ascii=False)


def _list(values: list[Any] | tuple[Any, ...], depth: int) -> Iterator[str]:
    yield "["
    for index, value in enumerate(values):
        if index:
            yield ","
        yield from _parts(value, depth - 1)
    yield "]"


def _object(members: dict[Any, Any], depth: int) -> Iterator[str]:
    """Members in the order of their keys' UTF-16 code units (§3.2.3), not of code points."""
    if not all(isinstance(key, str) for key in members):
        raise ValueError("canonical JSON takes only strings as keys")
    quoted = {_string(key): key for key in members}
    yield "{"
    for index, (text, key) in enumerate(sorted(quoted.items(), key=_code_units)):
        yield f",{text}:" if index else f"{text}:"
        yield from _parts(members[key], depth - 1)
    yield "}"


def _code_units(member: tuple[str, str]) -> bytes:
    return member[1].encode("utf-16-be")
