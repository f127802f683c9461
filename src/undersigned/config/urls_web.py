"""The public site: no log-in, no cookie. Every address exists in English and under /es/ in Spanish."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

import undersigned.journey.urls as journey

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        path("", include((journey.web, "journey"))),
        prefix_default_language=False,
    ),
]
