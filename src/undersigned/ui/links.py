"""Addresses of pages, always from the configured base address and never from a request."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def public_link(name: str, *, language: str = "en", **parts: object) -> str:
    """The absolute address of a page of the public site, in a language."""
    with override(language):
        path = reverse(name, urlconf=settings.WEB_URLS, kwargs=parts)
    return f"{settings.PUBLIC_ADDRESS}{path}"


def office_link(name: str, *, language: str = "en", **parts: object) -> str:
    """The absolute address of a page of the office, in a language."""
    with override(language):
        path = reverse(name, urlconf=settings.OFFICE_URLS, kwargs=parts)
    return f"{settings.OFFICE_ADDRESS}{path}"
