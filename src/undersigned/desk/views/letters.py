"""Every letter there is, with made-up facts; in debug alone."""

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from undersigned.mail.letters import KindUnknown, Words
from undersigned.mail.previews import kinds, preview
from undersigned.ui.audience import signed_in


@signed_in
def letters(request: HttpRequest) -> HttpResponse:
    """All of them, as text."""
    page = [(kind, _preview(kind)) for kind in kinds()]
    return render(request, "desk/letters.html", {"page": page})


@csp_exempt()  # a letter brings its own style; mail programs know no policy
@signed_in
def letter(request: HttpRequest, kind: str) -> HttpResponse:
    """One of them, as a mail program would set it."""
    del request  # the letter is the same for everybody
    try:
        return HttpResponse(_preview(kind).html)
    except KindUnknown:
        raise Http404 from None


def _preview(kind: str) -> Words:
    return preview(kind, get_language() or "en")
