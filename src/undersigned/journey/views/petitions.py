"""The public pages of petitions: the front page, the list, one petition, and what its count rests on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from undersigned.ui.audience import public


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/base.html")


@public
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/base.html")


@public
def petition(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "ui/base.html", {"slug": slug})


@public
def count(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "ui/base.html", {"slug": slug})
