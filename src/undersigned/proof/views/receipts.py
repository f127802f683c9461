"""A signer's receipt, by its random ref. Not kept: each is read by one person, and their state is theirs alone."""

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.proof.queries import receipts as queries
from undersigned.ui.audience import public

PLAIN = "text/plain; charset=utf-8"
SVG = "http://www.w3.org/2000/svg"


@public
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """Promised, in the log, still counted; how to check it, and what sharing it shows."""
    try:
        page = queries.receipt_page(ref, at=timezone.now())
    except queries.NoReceipt:
        raise Http404 from None
    return render(request, "proof/receipt.html", {"page": page})


@public
def receipt_file(_request: HttpRequest, ref: str) -> HttpResponse:
    """The receipt as a C2SP tlog-proof, as queries.receipts makes it."""
    try:
        content = queries.receipt_file(ref)
    except queries.NoReceipt:
        raise Http404 from None
    return _file(content, f"receipt-{ref[:8]}.tlog-proof")


@public
def promise_file(_request: HttpRequest, ref: str) -> HttpResponse:
    """The sealed promise to include the leaf: with a log that lacks it, proof that it was broken."""
    try:
        content = queries.promise_file(ref)
    except queries.NoReceipt:
        raise Http404 from None
    return _file(content, f"promise-{ref[:8]}.txt")


@public
def code(_request: HttpRequest, ref: str) -> HttpResponse:
    """The address of the receipt's page as a QR code, black on white in the dark too; without the opening."""
    try:
        address = queries.known_address(ref)
    except queries.NoReceipt:
        raise Http404 from None
    drawn = segno.make_qr(address, error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", title=_("Your receipt")
    )
    alone = drawn.replace("<svg ", f'<svg xmlns="{SVG}" ', 1)
    return HttpResponse(alone, content_type="image/svg+xml")


def _file(content: bytes, name: str) -> HttpResponse:
    """A file to keep; a verifier that somebody else hosts may fetch it too."""
    response = HttpResponse(content, content_type=PLAIN)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
