"""Step-up: what a stolen open session must not be enough for, such as an export of personal data."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def fresh(view: View) -> View:
    """Ask for the password or a second factor again, unless shown within the last five minutes.

    Stands below the audience: `@clerk` above `@fresh`. What was posted is kept and goes on after it.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        # Slow import: allauth is not installed in the web process, which imports every stage's views.
        from allauth.account.internal.flows import reauthentication  # noqa: PLC0415

        reauthentication.raise_if_reauthentication_required(request, app="")
        return view(request, *args, **kwargs)

    return checked
