import re

import pytest
from django.test import Client, RequestFactory

from undersigned.ui.design import design
from undersigned.ui.evidence import WORDS

COMPONENTS = [
    *(f"evidence-{level}" for level in WORDS),
    *("figure-value", "journey-line", "sides", "statement", "timeline", "chart", "pagination"),
    *("callout-note", "callout-success", "callout-warning", "callout-problem"),
    *("button", "tabs", "form", "error-summary", "field-tick", "set"),
]


def test_the_design_page_shows_every_component() -> None:
    page = design(RequestFactory().get("/design/")).content.decode()
    classes = {name for group in re.findall(r'class="([^"]+)"', page) for name in group.split()}
    assert [name for name in COMPONENTS if name not in classes] == []


def test_no_two_things_on_the_design_page_share_an_id() -> None:
    page = design(RequestFactory().get("/design/")).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.django_db
def test_the_design_page_exists_in_debug_alone(web: Client) -> None:
    assert web.get("/design/").status_code == 404
