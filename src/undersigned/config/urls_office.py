"""The office: organisers, clerks, council offices, moderators, operators; log-in and second factor."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

import undersigned.accounts.urls as accounts
import undersigned.councils.urls as councils
import undersigned.desk.urls as desk
import undersigned.petitions.urls as petitions
import undersigned.record.urls as record
import undersigned.signatures.urls as signatures
import undersigned.verification.office_urls as verification

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        path("", include(accounts.login)),
        path("", include((accounts.office, "accounts"))),
        path("", include((desk.office, "desk"))),
        path("", include((petitions.office, "petitions"))),
        path("", include((councils.office, "councils"))),
        path("", include((record.office, "record"))),
        path("", include((signatures.office, "signatures"))),
        path("", include((verification.office, "verification"))),
        prefix_default_language=False,
    ),
]

handler400 = "undersigned.ui.trouble.bad_request"
handler403 = "undersigned.ui.trouble.forbidden"
handler404 = "undersigned.ui.trouble.not_found"
handler500 = "undersigned.ui.trouble.server_error"
