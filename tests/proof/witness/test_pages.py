"""Who vouches is said plainly: on the page that checks a count, and by the doctor."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers
from tests.proof.witness.site import set_policy, witnesses

from undersigned.config.doctor.witnesses import statements
from undersigned.petitions.models import Petition
from undersigned.proof.actions.cosign import cosign
from undersigned.proof.models import Cosignature, Witness
from undersigned.proof.queries import witnesses as query

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return datetime.now(tz=UTC)


@pytest.fixture
def petition(log: Path) -> Petition:
    return open_petition()


def text_of(web: Client, petition: Petition) -> str:
    """The words of the section on witnesses."""
    page = web.get(f"/petitions/{petition.slug}/check/").content.decode()
    section = page.partition('id="witnesses"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", section).split())


def grow(petition: Petition, *, at: datetime) -> None:
    cosign(at=at)  # a new policy gets its entry
    signers(petition, 2)
    publish()


def vouched(petition: Petition, *, at: datetime) -> None:
    """A checkpoint, published with what its witnesses answer."""
    grow(petition, at=at)
    cosign(at=at)
    publish()


def test_without_witnesses_the_page_says_that_nobody_vouches(
    petition: Petition, web: Client, now: datetime
) -> None:
    grow(petition, at=now)
    assert "Nobody but this site vouches for the log." in text_of(web, petition)
    assert [(one.well, one.words.split(":")[0]) for one in statements(now)] == [
        (True, "There is none")
    ]


def test_enough_fresh_witnesses(
    petition: Petition, web: Client, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 3):
        vouched(petition, at=now)
    text = text_of(web, petition)
    assert "Enough of them vouch for the newest checkpoint: the policy asks for 2." in text
    assert text.count(" 5 vouches") == 3
    assert "has never vouched" not in text
    assert [one.words for one in statements(now)] == ["3 vouched within two days."]


def test_before_the_witnesses_have_answered_the_one_before_stands(
    petition: Petition, web: Client, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 2):
        vouched(petition, at=now)
        signers(petition, 1)
        publish()
    found = query.witnesses(at=now)
    assert found.vouched
    assert found.newest
    assert found.vouched.size < found.newest.size
    assert "The newest one is younger, and waits for them." in text_of(web, petition)


def test_a_missing_witness_is_named_and_too_few_are_said_to_be_too_few(
    petition: Petition, web: Client, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 2) as (one, other):
        gone = other.line.rpartition(":")[0] + ":1"
        set_policy(one.line, gone, needed=2)
        vouched(petition, at=now)
    text = text_of(web, petition)
    assert "Not enough witnesses vouch now" in text
    assert "The policy asks for 2 witnesses" in text
    assert "has never vouched" in text
    assert [(one.well, one.words) for one in statements(now)] == [
        (False, "newspaper.example.org vouched never yet; it did not answer.")
    ]


def test_stale_witnesses_are_too_few_however_many(
    petition: Petition, web: Client, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 2):
        vouched(petition, at=now)
    for model in (Witness, Cosignature):
        field = "at" if model is Cosignature else "vouched_at"
        model.objects.update(**{field: now - 49 * HOUR})
    text = text_of(web, petition)
    assert "Not enough witnesses vouch now" in text
    assert text.count("has not vouched for more than two days") == 2
    assert [one.well for one in statements(now)] == [False, False]


def test_a_policy_that_asks_for_nobody_is_said_to(
    petition: Petition, web: Client, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1) as (one,):
        (tmp_path / "policy").write_text(f"{one.line}\nquorum none\n")
        grow(petition, at=now)
        cosign(at=now)
    assert "The policy asks for no witness" in text_of(web, petition)


def test_a_witness_that_holds_another_log_is_the_first_thing_said(
    petition: Petition, web: Client, tmp_path: Path, now: datetime
) -> None:
    with witnesses(tmp_path, 1):
        grow(petition, at=now)
        cosign(at=now)
    Witness.objects.update(evidence=b"a checkpoint")
    assert "A witness holds another log under this site’s seal" in text_of(web, petition)
    assert [one.well for one in statements(now)] == [False]


def test_nested_groups_ask_for_the_least_that_can_be_enough(tmp_path: Path, log: Path) -> None:
    with witnesses(tmp_path, 3) as three:
        lines = [one.line for one in three]
        a, b, c = (line.split()[1] for line in lines)
        groups = [f"group town all {a} {b}", f"group either any town {c}", "quorum either", ""]
        log.mkdir()
        (log / "policy").write_text("\n".join(lines + groups))
        assert query.witnesses(at=datetime.now(tz=UTC)).needed == 1
        (log / "policy").write_text("\n".join(lines + groups).replace("either any", "either all"))
        assert query.witnesses(at=datetime.now(tz=UTC)).needed == 3


def test_a_policy_that_cannot_be_read_is_the_doctors_first_problem(
    log: Path, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / "policy").write_text("quorum somebody\n")
    assert [(one.well, one.remedy) for one in statements(now)] == [
        (False, "Correct UNDERSIGNED_LOG_POLICY (docs/run/witness.md).")
    ]
