import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from undersigned.ui.middleware.crossorigin import SameOriginPosts


def answer(method: str, **headers: str) -> int:
    """The status that a request with these headers ends in; 200 if it was let through."""

    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"through")

    request = RequestFactory(headers={"host": "localhost"}).generic(
        method, "/petitions/x/sign/", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    return SameOriginPosts(view)(request).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # not a browser, or one older than 2011
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "none"}, 200),  # the reader's own doing, such as sending again
        ({"sec_fetch_site": "same-site"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": ""}, 403),
        ({"sec_fetch_site": "Same-Origin"}, 403),
        ({"origin": "http://localhost"}, 200),
        ({"origin": "https://localhost"}, 200),  # behind a proxy that ends TLS
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "http://localhost:8001"}, 403),
        ({"origin": "http://localhost.evil.example"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://localhost@evil.example"}, 403),
        ({"origin": "ftp://localhost"}, 403),
        ({"origin": "http://["}, 403),
        # What the browser says of the request outranks what it says of the origin.
        ({"sec_fetch_site": "cross-site", "origin": "http://localhost"}, 403),
        ({"sec_fetch_site": "same-origin", "origin": "null"}, 200),
    ],
)
def test_a_post_is_taken_only_from_our_own_pages(headers: dict[str, str], status: int) -> None:
    assert answer("POST", **headers) == status


def test_an_https_site_takes_no_post_from_its_unencrypted_twin(settings: Settings) -> None:
    settings.HTTPS = True
    assert answer("POST", origin="http://localhost") == 403
    assert answer("POST", origin="https://localhost") == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_open_to_links_from_anywhere(method: str) -> None:
    assert answer(method, sec_fetch_site="cross-site", origin="null") == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "QUERY"])
def test_every_other_method_is_checked_like_a_post(method: str) -> None:
    assert answer(method, sec_fetch_site="cross-site") == 403


@pytest.mark.django_db
def test_the_refusal_is_a_page_in_the_page_s_language(web: Client) -> None:
    refused = web.post("/es/petitions/", headers={"sec-fetch-site": "cross-site"})
    assert refused.status_code == 403
    assert '<html lang="es"' in refused.content.decode()
