"""From signatures and a roll to a certificate: compared, drawn, reviewed by two, finished, sealed."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.factories.proof import publish
from tests.verification.checking import (
    NOW,
    checked,
    line_of,
    outcomes,
    reviewer_of,
    say,
    signed_petition,
)
from tests.verification.made import DICE, name_witness, vouch

from undersigned.petitions.actions import close as close_petition
from undersigned.signatures.queries import counts_of
from undersigned.verification.actions import steer
from undersigned.verification.actions.announce_draw import Plan, announce_draw
from undersigned.verification.actions.draft_certificate import draft_certificate
from undersigned.verification.actions.issue_certificate import issue_certificate
from undersigned.verification.actions.throw import throw
from undersigned.verification.queries.levels import leading_certificates
from undersigned.verification.queries.results import result_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SOON = NOW + timedelta(hours=1)
LATER = SOON + timedelta(hours=1)


def test_five_signatures_become_a_certificate(
    log: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.ROLLS = tmp_path / "rolls"
    petition = signed_petition()
    close_petition(petition=petition, at=NOW, by="operator")
    publish(at=NOW)
    petition.refresh_from_db()
    check = checked(petition, every_line=False)
    clerk = check.began_by
    plan = Plan("california-initiative", 2, {"all": 5}, 1, SOON, "City hall, room 2")
    draw = announce_draw(check=check, plan=plan, at=NOW, user=clerk)
    name_witness()
    vouch(at=NOW)
    throw(draw=draw, digits=DICE, at=SOON, user=clerk)

    other, third = (reviewer_of(petition.council, name) for name in ("Rita Sample", "Rob Sample"))
    for line in check.lines.filter(state="waiting", wanted=True).order_by("number"):
        candidates = line_of(check, line.number).candidates.all()
        if candidates and candidates[0].weight > 0:
            decision = say(check, line.number, "valid", clerk, rank=1)
            if decision.outcome == "duplicate":  # so that a second person decides
                say(check, line.number, "valid", other, rank=1)
        else:
            for reviewer in (other, third):
                say(check, line.number, "not_registered", reviewer)
    assert result_of(draw).final, outcomes(check)
    check.refresh_from_db()
    steer.close(check=check, at=LATER, user=clerk)
    row = draft_certificate(check=check, at=LATER, user=clerk)
    issue_certificate(certificate=row, sealed=None, at=LATER, user=clerk)
    assert row.document["figures"] | {"matched_by_rule": 0} == {
        "lines": 5,
        "looked_at": 5,
        "matched_by_rule": 0,
        "valid": 2,  # the fifth signer is the first again; two are not found
        "projected": False,
        "required": 2,
    }
    assert row.document["matching"]["wrong"] == 0
    assert leading_certificates(counts_of([petition.pk]))[petition.pk].level == "certified"
