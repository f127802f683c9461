"""The same page in another language: the path says which language, English without a prefix."""

from django.conf import settings
from django.utils.translation import get_language_from_path


def same_page_in(language: str, path: str) -> str:
    """The address `path` (with or without its language prefix, with its query) in a language.

    >>> same_page_in("es", "/petitions/?q=pool")
    '/es/petitions/?q=pool'
    """
    prefix = get_language_from_path(path.partition("?")[0])
    plain = path.removeprefix(f"/{prefix}") if prefix else path
    return plain if language == settings.LANGUAGE_CODE else f"/{language}{plain}"
