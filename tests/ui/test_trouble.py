import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory
from django.utils.html import escape
from django.utils.translation import override

from undersigned.ui import trouble


@contextmanager
def storage_gone() -> Iterator[None]:
    """Every statement fails as if the database were away."""

    def fail(*_: object) -> Any:
        raise OperationalError("database or disk is full")

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("status", trouble.TROUBLES)
def test_every_page_of_trouble_renders_without_a_database(status: int, language: str) -> None:
    page = trouble.page(status, language=language).decode()
    with override(language):
        title = escape(str(trouble.TROUBLES[status].title))
        stored = escape(str(trouble.NOTHING_STORED))
    assert f"<h1>{title}</h1>" in page
    assert f'<html lang="{language}"' in page
    assert (stored in page) == (status in trouble.LOST_POST)


def test_only_a_sent_form_is_told_that_nothing_was_recorded() -> None:
    words = escape(str(trouble.NOTHING_STORED))
    asked, sent = RequestFactory().get("/"), RequestFactory().post("/")
    assert words not in trouble.respond(asked, 503).content.decode()
    assert words in trouble.respond(sent, 503).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("site", ["web", "office"])
def test_while_storage_is_away_each_site_answers_503_and_when_to_try_again(
    site: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(site)
    client.cookies["office"] = "0" * 32  # a session to look up, in the office
    path = "/es/petitions/" if site == "web" else "/es/"
    client.raise_request_exception = False
    with storage_gone():
        answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert '<html lang="es"' in answer.content.decode()
    assert client.get(path).status_code != 503


@pytest.mark.django_db
def test_a_kept_page_is_served_while_storage_is_away(web: Client) -> None:
    before = web.get("/")
    with storage_gone():
        assert web.get("/").content == before.content


@pytest.mark.parametrize(
    ("error", "gone"),
    [
        (OperationalError("locked"), True),
        (InterfaceError("closed"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (ValueError("another fault"), False),
        (None, False),
    ],
)
def test_only_missing_storage_counts_as_such(error: BaseException | None, gone: bool) -> None:  # noqa: FBT001
    assert trouble.storage_is_gone(error) is gone


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (lambda request: trouble.bad_request(request, SuspiciousOperation()), 400),
        (lambda request: trouble.bad_request(request, RequestDataTooBig()), 413),
        (trouble.forbidden, 403),
        (lambda request: trouble.not_found(request, LookupError()), 404),
        (trouble.server_error, 500),
        (lambda request: trouble.sent_from_elsewhere(request, "reason"), 403),
    ],
)
def test_each_handler_answers_with_its_status(handler: Callable[..., Any], status: int) -> None:
    answer = handler(RequestFactory().post("/es/anything/"))
    assert (answer.status_code, answer.headers["Content-Language"]) == (status, "es")


@pytest.mark.django_db
def test_an_unknown_address_gets_the_page_in_its_language(web: Client) -> None:
    answer = web.get("/es/petitions/nothing-here/")
    with override("es"):
        title = trouble.TROUBLES[404].title
        assert answer.status_code == 404
        assert f"<h1>{title}</h1>" in answer.content.decode()


@pytest.mark.django_db
def test_a_page_that_fails_is_logged_by_its_route_and_never_by_its_path(
    web: Client, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> Any:
        raise RuntimeError("broken")

    web.raise_request_exception = False
    token = "0123456789abcdef" * 2
    with connection.execute_wrapper(fail):
        answer = web.post(f"/confirm/{token}/{token}/")
    assert answer.status_code == 500
    told = [record.getMessage() for record in caplog.records if record.name == trouble.__name__]
    assert len(told) == 1
    assert told[0].startswith("page failed: ")
    assert "confirm/" in told[0]
    assert token not in told[0]
