"""Canonical JSON: one byte string for one value (RFC 8785, JSON Canonicalization Scheme).

Limits: numbers are whole and within ±(2**53 − 1) (RFC 8785 §3.2.2.3 allows more; the record needs none and so
avoids the pitfalls of floating point); strings are well-formed Unicode (no lone surrogates).
"""

from typing import Any


def canonical_json(value: Any) -> bytes:
    """The canonical UTF-8 bytes of a JSON value. Raises ValueError on a float, a lone surrogate or another type."""
    raise NotImplementedError
