import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from undersigned.ui.trouble import RETRY_AFTER, respond, storage_is_gone

log = logging.getLogger(__name__)


class PlainTrouble:
    """When the database is gone or the disk is full: 503, when to try again, what was not stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not storage_is_gone(exception):
            return None
        log.error("storage unavailable: %s", type(exception).__name__)
        return respond(request, 503, retry_after=RETRY_AFTER)
