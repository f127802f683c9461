import re

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from pytest_django.asserts import assertInHTML

from undersigned.ui.design import SampleForm


def page(form: SampleForm, request: HttpRequest | None = None, **facts: object) -> str:
    return render_to_string(
        "ui/form.html", {"form": form, "action": "/sign/", "submit": "Sign", **facts}, request
    )


def test_every_control_has_a_label_and_its_help() -> None:
    html = page(SampleForm())
    controls = re.findall(r"<(?:input|select|textarea)[^>]* id=\"(id_[^\"]+)\"", html)
    assert controls == [
        "id_name",
        "id_email",
        "id_ward",
        *(f"id_basis_{n}" for n in range(3)),
        "id_words",
        "id_shown",
    ]
    assert [control for control in controls if f'<label for="{control}">' not in html] == []
    assertInHTML(
        '<p class="help" id="id_email_helptext">We send one letter there, to confirm.</p>', html
    )
    assert re.search(
        r'id="id_email"[^>]*aria-describedby="id_email_helptext"|aria-describedby="id_email_helptext"[^>]*id="id_email"',
        html,
    )
    assertInHTML("<legend>Why this council is yours</legend>", html)
    assert html.count("(optional)") == 2


def test_errors_are_listed_first_and_lead_to_their_fields() -> None:
    html = page(SampleForm({"email": "ana@", "shown": "on"}))
    assertInHTML('<h2 id="error-summary-title">3 things to correct</h2>', html)
    summary = html[html.index("error-summary") : html.index("</ul>")]
    links = re.findall(r'<a href="#([^"]+)">', summary)
    assert links == ["id_name", "id_email", "id_basis"]
    assert [link for link in links if f'id="{link}"' not in html] == []
    assert 'role="alert" tabindex="-1" autofocus' in html


def test_a_wrong_field_says_so_to_a_screen_reader_and_keeps_what_was_typed() -> None:
    html = page(SampleForm({"email": "ana@", "name": "Ana"}))
    control = re.search(r"<input[^>]*id=\"id_email\"[^>]*>", html)
    assert control
    assert 'aria-invalid="true"' in control[0]
    assert 'aria-describedby="id_email_helptext id_email_error"' in control[0]
    assert 'value="ana@"' in control[0]
    assert 'id="id_email_error"' in html


def test_one_error_is_one_thing_to_correct_in_each_language() -> None:
    form = SampleForm({"name": "Ana", "email": "a@example.org"})
    assert "One thing to correct" in page(form)
    with override("es"):
        assert "Hay una cosa que corregir" in page(form)


@pytest.mark.parametrize(("in_office", "tokens"), [(True, 1), (False, 0)])
def test_only_the_office_puts_a_token_into_forms(*, in_office: bool, tokens: int) -> None:
    request = RequestFactory().get("/")
    if in_office:
        request.session = {}  # type: ignore[assignment]
    assert page(SampleForm(), request).count("csrfmiddlewaretoken") == tokens
