"""Where a council's office is."""

from typing import Any

from django.urls import reverse


def at(name: str, **parts: Any) -> str:
    """The path of a page of the sample council's office."""
    return reverse(f"councils:{name}", kwargs={"slug": "sample"} | parts)
