"""The one page that takes a large file. Its body is encrypted as it is read, so nothing may read it before."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from undersigned.councils.models import Council
from undersigned.councils.views.finding import by_of, user_of
from undersigned.ui.audience import reviewer
from undersigned.verification.actions.receive_roll import receive_roll
from undersigned.verification.forms.rolls import RollFileForm
from undersigned.verification.forms.upload import SealedUploads
from undersigned.verification.queries.rolls import rolls_page, saved_layouts
from undersigned.verification.rolls.receiving import Receiver
from undersigned.verification.rolls.trouble import Trouble
from undersigned.verification.states.rolls import REASONS
from undersigned.verification.tickets import holder_of
from undersigned.verification.views.rolls import council_for


@csrf_exempt  # the middleware would read the body before it is known where to; `_upload` checks the form's token
@reviewer
def upload(request: HttpRequest, slug: str, ticket: str) -> HttpResponse:
    """Take a file, or show the form again."""
    council = council_for(request, slug)
    if request.method != "POST":
        return redirect("verification:rolls", slug=slug)
    if holder_of(ticket) != user_of(request).pk:
        raise PermissionDenied
    uploads = SealedUploads(request)
    request.upload_handlers = [uploads]
    try:
        return _upload(request, council)
    finally:
        uploads.drop()


@csrf_protect
def _upload(request: HttpRequest, council: Council) -> HttpResponse:
    form = RollFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _received(request, council, form.cleaned_data["file"].receiver)
        except Trouble as trouble:
            form.add_error("file", str(REASONS[trouble.why]))
    page = rolls_page(council, user_of(request))
    return render(request, "verification/rolls/index.html", {"page": page, "form": form})


def _received(request: HttpRequest, council: Council, receiver: Receiver) -> HttpResponse:
    received = receiver.finish(saved_layouts(council))
    who: dict[str, Any] = {"at": timezone.now(), "by": by_of(request), "user": user_of(request)}
    roll = receive_roll(council=council, received=received, **who)
    receiver.kept = True
    return redirect("verification:roll", slug=council.slug, pk=roll.pk)
