"""A roll that goes while reviewers are at work is no error of the site."""

import pytest
from django.test import Client
from tests.factories.accounts import signed_in
from tests.petitions.pages import page
from tests.verification.checking import laid_out, reviewer_of

from undersigned.verification.models import Roll

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


def test_who_searches_a_roll_that_has_just_gone_is_told(office: Client) -> None:
    check = laid_out()
    rae = signed_in(office, reviewer_of(check.petition.council, "Rae Sample"))
    path = rae.post(f"/checks/{check.pk}/next/").headers["Location"]
    Roll.objects.update(state="refused", trouble="damaged")
    assert "The roll cannot be opened any more." in page(
        rae.post(f"{path}search/", {"words": "plover"})
    )
    there = rae.post(f"{path}choose/", {"voter": "V1"}).headers["Location"]
    assert "The roll cannot be opened any more." in page(rae.get(there))
