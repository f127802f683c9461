"""The public site: no log-in, no cookie. Every address exists in English and under /es/ in Spanish."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

import undersigned.councils.urls as councils
import undersigned.journey.urls as journey
import undersigned.petitions.urls as petitions
import undersigned.proof.urls as proof
import undersigned.signatures.urls as signatures
import undersigned.verification.urls as verification
from undersigned.ui.design import design

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        path("", include((signatures.web, "signatures"))),  # first: the hot path is found soonest
        path("", include((journey.web, "journey"))),
        path("", include((councils.web, "councils"))),
        path("", include((petitions.web, "petitions"))),
        path("", include((proof.web, "proof"))),
        path("", include((verification.web, "verification"))),
        *([path("design/", design)] if settings.DEBUG else []),
        prefix_default_language=False,
    ),
]

handler400 = "undersigned.ui.trouble.bad_request"
handler403 = "undersigned.ui.trouble.forbidden"
handler404 = "undersigned.ui.trouble.not_found"
handler500 = "undersigned.ui.trouble.server_error"
