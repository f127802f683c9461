from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

SAFE = {"GET", "HEAD", "OPTIONS"}


class SameOriginPosts:
    """Refuse a post that another site's page sent (CSRF), without a cookie.

    A browser says where a request came from: `Sec-Fetch-Site` (all since 2023), else `Origin`. A request with
    neither was not sent by another site's page in a browser.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE and not _is_own(request):
            return HttpResponseForbidden(
                _(
                    "This form was sent from another site. Please open the page here and send it again."
                ),
                content_type="text/plain; charset=utf-8",
            )
        return self.get_response(request)


def _is_own(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
