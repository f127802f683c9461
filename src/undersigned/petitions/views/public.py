"""A named official reads what names them and replies. Whoever holds the letter may; nobody signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from undersigned.petitions import actions
from undersigned.petitions.actions.officials import NoOffer, find_offer
from undersigned.petitions.forms import ReplyForm
from undersigned.petitions.pages import reply_page
from undersigned.petitions.rules import Refused
from undersigned.ui.audience import public


@public
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the text and what was written; only POST stores."""
    try:
        page = reply_page(find_offer(token), token)
    except NoOffer:
        return render(request, "petitions/no_offer.html", status=404)
    form = ReplyForm(request.POST or None, initial={"words": page.official.reply})
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply(token=token, words=form.cleaned_data["words"], at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("petitions:replied", token=token)
    return render(request, "petitions/reply.html", {"page": page, "form": form})


@public
def replied(request: HttpRequest, token: str) -> HttpResponse:
    """The reply as it was kept."""
    try:
        page = reply_page(find_offer(token), token)
    except NoOffer:
        return render(request, "petitions/no_offer.html", status=404)
    return render(request, "petitions/replied.html", {"page": page})
