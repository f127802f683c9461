from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from undersigned.ui.trouble import sent_from_elsewhere

SAFE = {"GET", "HEAD", "OPTIONS"}


class SameOriginPosts:
    """Refuse a post that another site's page sent (CSRF), without a cookie.

    A browser says where a request came from: `Sec-Fetch-Site` (all since 2023), else `Origin`.
    A request with neither was not sent by another site's page in a browser. `Origin: null` names
    no site, so it is not ours: our pages with forms send `Referrer-Policy: same-origin`, under
    which browsers name the origin (under `no-referrer` Chromium would say null).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE and not _is_own(request):
            return sent_from_elsewhere(request)
        return self.get_response(request)


def _is_own(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    # Behind a proxy the request itself may look like plain http; the configured address knows.
    schemes = ["https"] if settings.HTTPS else ["http", "https"]
    own = {f"{scheme}://{request.get_host()}" for scheme in schemes}
    return origin is None or origin in own
