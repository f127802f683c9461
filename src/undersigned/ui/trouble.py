"""Pages for when something is wrong: in the design, in the page's language, without the database.

`respond(request, 429, retry_after=60)` answers a request; `page(413, language="es")` gives the same bytes to
whatever answers before Django does. Both sites' URL modules name the four handlers below.
"""

import errno
import logging
import sys
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds


@dataclass(frozen=True)
class Trouble:
    """What a page of trouble says: what happened, and what the reader can do."""

    status: int
    title: str | Promise
    what: str | Promise
    do: str | Promise


NOTHING_STORED = _("Nothing you sent was recorded.")
TROUBLES = {
    trouble.status: trouble
    for trouble in (
        Trouble(
            400,
            _("We could not read that request"),
            _("Something in the address or in what was sent is not as it should be."),
            _("Go back, check what you typed, and try again."),
        ),
        Trouble(
            403,
            _("This is not open to you"),
            _("You may need to sign in, or to act in another role."),
            _("If you think you should see this page, ask the operator of this site."),
        ),
        Trouble(
            404,
            _("There is no page at this address"),
            _(
                "The address may be mistyped or cut short. Nothing that was published here is removed without a note."
            ),
            _("Look for the petition in the list, or check the address."),
        ),
        Trouble(
            408,
            _("That took too long to arrive"),
            _("Your connection may be slow or was interrupted."),
            _("Please try again."),
        ),
        Trouble(
            413,
            _("That was too large"),
            _("What was sent is larger than this form accepts."),
            _("Shorten the text and send it again."),
        ),
        Trouble(
            429,
            _("Too many tries in a short time"),
            _("There is a limit, so that nobody can flood a petition or somebody’s mailbox."),
            _("Please wait a little and try again."),
        ),
        Trouble(
            500,
            _("Something went wrong on our side"),
            _("The fault is ours and has been noted."),
            _(
                "Please try again in a few minutes. If it stays so, write to the operator of this site."
            ),
        ),
        Trouble(
            503,
            _("We cannot record anything just now"),
            _(
                "The site is running, but its storage does not answer. Pages that were opened before can still be read."
            ),
            _("Please try again in a minute."),
        ),
    )
}
LOST_POST = {
    400,
    403,
    408,
    413,
    429,
    503,
}  # statuses that say for certain that a sent form was not recorded


def page(status: int, *, language: str, posted: bool = True, words: str | Promise = "") -> bytes:
    """The page for a status in a language; `words` replaces what happened. Needs no request and no database."""
    context = {
        "trouble": TROUBLES[status],
        "words": words,
        "stored": NOTHING_STORED if posted and status in LOST_POST else "",
        "site_name": settings.SITE_NAME,
        "operator_name": settings.OPERATOR,
        "operator_email": settings.OPERATOR_EMAIL,
        "backup_days": settings.BACKUP_DAYS,
    }
    with override(language):
        return render_to_string("ui/trouble.html", context).encode()


def respond(
    request: HttpRequest, status: int, *, retry_after: int | None = None, words: str | Promise = ""
) -> HttpResponse:
    """The page for a status as an answer to a request; `retry_after` in seconds."""
    language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    posted = request.method not in {"GET", "HEAD"}
    response = HttpResponse(
        page(status, language=language, posted=posted, words=words), status=status
    )
    response.headers["Content-Language"] = language
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def storage_is_gone(error: BaseException | None) -> bool:
    """Whether an error says that the database is away or the disk is full."""
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return full or isinstance(error, OperationalError | InterfaceError)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return respond(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """handler403."""
    return respond(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """handler404."""
    return respond(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: also for a database that went away inside a middleware, where only this handler learns of it."""
    if storage_is_gone(sys.exc_info()[1]):
        return respond(request, 503, retry_after=RETRY_AFTER)
    # The route, never the path: paths hold tokens.
    route = request.resolver_match.route if request.resolver_match else "none"
    log.error("page failed: %s", route, exc_info=True)  # noqa: LOG014 - Django calls this in its handler
    return respond(request, 500)


def sent_from_elsewhere(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that another site's page sent, or whose page was open for too long (CSRF)."""
    return respond(
        request,
        403,
        words=_(
            "This form was sent from another site, or its page had been open for too long. "
            "Please open the page here and send the form again."
        ),
    )
