from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from undersigned.ui.trouble import respond


class Utf8Forms:
    """Refuse a form that is not UTF-8: Django would replace or misread what it cannot decode, and store that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.content_type == "application/x-www-form-urlencoded" and not _is_utf8(request):
            words = _(
                "This form cannot be read: its text is not UTF-8. Please try another browser."
            )
            return respond(request, 400, words=words)
        return self.get_response(request)


def _is_utf8(request: HttpRequest) -> bool:
    try:
        unquote_to_bytes(request.body).decode()
    except UnicodeDecodeError:
        return False
    return True
