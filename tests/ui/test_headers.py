import pytest
from django.test import Client
from pytest_django import Settings

from undersigned.ui.middleware.headers import PERMISSIONS

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}
EXPECTED = {
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/es/petitions/", "/nowhere/", "/petitions/nothing/"])
def test_every_public_answer_carries_the_security_headers(web: Client, path: str) -> None:
    answer = web.get(path)
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.django_db
def test_the_office_carries_them_too_and_keeps_nothing(office: Client) -> None:
    answer = office.get("/", follow=True)
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    policy = set(answer.headers["Content-Security-Policy"].split("; "))
    assert policy.issuperset(POLICY)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_under_an_https_address_browsers_are_told_to_stay_there_even_behind_a_proxy(
    web: Client, settings: Settings
) -> None:
    settings.HTTPS = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    answer = web.get("/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


@pytest.mark.django_db
def test_a_kept_page_may_be_shown_again_after_asking(web: Client) -> None:
    first = web.get("/")
    assert first.headers["Cache-Control"] == "no-cache"
    again = web.get("/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_an_unknown_host_is_refused(web: Client) -> None:
    assert web.get("/", headers={"host": "elsewhere.example"}).status_code == 400
