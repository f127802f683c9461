"""The few answers that the front gives without Django: plain pages, in the language of the path."""

from http import HTTPStatus

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

Headers = list[tuple[bytes, bytes]]
RETRY_AFTER = 30  # seconds


class Refused(Exception):
    """The request goes no further; `status` says why, and `limit` how many bytes it might have had."""

    def __init__(self, status: HTTPStatus, limit: int = settings.BODY_LIMIT) -> None:
        self.status = status
        self.limit = limit
        super().__init__(status)


def refusal(status: int, path: str, limit: int = settings.BODY_LIMIT) -> tuple[Headers, bytes]:
    """Headers and body of the answer 408, 413 or 503 to a request for `path`."""
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    with override(language):
        title, words = _words(status, limit)
    body = format_html(
        '<!doctype html><html lang="{}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{}</title>'
        "<main><h1>{}</h1><p>{}</p></main></html>",
        language,
        title,
        title,
        words,
    ).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", b"default-src 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", str(RETRY_AFTER).encode()))
    return headers, body


def _words(status: int, limit: int) -> tuple[str, str]:
    match status:
        case HTTPStatus.REQUEST_TIMEOUT:
            return _("The connection was too slow"), _(
                "Your form did not arrive in time, and nothing of it was stored. "
                "Please go back and send it again."
            )
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return _("This is too long"), _(
                "A form may hold %(limit)s KB. Nothing of yours was stored. "
                "Please go back, shorten what you wrote, and send it again."
            ) % {"limit": limit // 1024}
        case _:
            return _("Too many people at once"), _(
                "The site cannot keep up right now, and nothing of yours was stored. "
                "Please try again in half a minute."
            )
