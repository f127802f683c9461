from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from undersigned.signatures import actions
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.forms import CodeForm
from undersigned.signatures.gesture import is_pressed_by_a_person
from undersigned.signatures.queries import ConfirmPage, by_ref
from undersigned.signatures.writer import WRITER
from undersigned.ui.audience import public


@public
def confirm(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """The letter's link. Opening it changes nothing; one press by a person confirms, on any device."""
    if request.method != "POST":
        return _page(request, ref, token)
    if not is_pressed_by_a_person(request):
        return _page(request, ref, token, said="no_press")
    press = Press(ref=bytes.fromhex(ref), token=bytes.fromhex(token))
    outcome = WRITER.write(actions.confirm, press)
    if outcome.refused:
        return _page(request, ref, token, said=outcome.refused, status=422)
    return redirect("signatures:confirm", ref=ref, token=token)


def _page(
    request: HttpRequest, ref: str, token: str, *, said: str = "", status: int = 200
) -> HttpResponse:
    signature = by_ref(ref).first()
    if signature is None:
        raise Http404
    page = ConfirmPage.of(signature, token=token, said=said)
    return render(
        request, "signatures/confirm.html", {"page": page, "form": CodeForm()}, status=status
    )
