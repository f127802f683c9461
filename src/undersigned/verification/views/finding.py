"""Find with permission: a check that the user may review, or may end; else 404, so that nobody learns of it."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from undersigned.petitions.views.finding import user_of
from undersigned.verification.models import Check, Line
from undersigned.verification.rules.people import may_check, may_review

WITH = ("petition__council", "roll", "previous", "began_by")


def check_to_review(request: HttpRequest, pk: int) -> Check:
    """The check, if the user reviews signatures of its petition."""
    check = get_object_or_404(Check.objects.select_related(*WITH), pk=pk)
    if not may_review(user_of(request), check.petition):
        raise Http404
    return check


def check_to_steer(request: HttpRequest, pk: int) -> Check:
    """The check, if the user may begin and end checks of its petition."""
    check = check_to_review(request, pk)
    if not may_check(user_of(request), check.petition):
        raise Http404
    return check


def line_to_review(request: HttpRequest, pk: int, number: int) -> Line:
    """A line of a check that the user may review."""
    check = check_to_review(request, pk)
    rows = Line.objects.select_related("signature", "claimed_by", "same_as")
    line = get_object_or_404(rows, of=check, number=number)
    line.of = check
    return line
