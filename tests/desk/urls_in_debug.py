"""The office's addresses as they are in debug."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

import undersigned.accounts.urls as accounts
import undersigned.councils.urls as councils
import undersigned.desk.urls as desk
import undersigned.petitions.urls as petitions
import undersigned.record.urls as record

urlpatterns = i18n_patterns(
    path("", include(accounts.login)),
    path("", include((accounts.office, "accounts"))),
    path("", include((councils.office, "councils"))),
    path("", include((desk.office + desk.in_debug, "desk"))),
    path("", include((petitions.office, "petitions"))),
    path("", include((record.office, "record"))),
    prefix_default_language=False,
)
