"""The WSGI application: what the front calls, and what serves alone behind nginx (deploy/nginx)."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "undersigned.config.settings")
_django = get_wsgi_application()


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Django, told the scheme of the configured address: no header that anyone can send decides."""
    environ["wsgi.url_scheme"] = "https" if settings.HTTPS else "http"
    return _django(environ, start_response)
