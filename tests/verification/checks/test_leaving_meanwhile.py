"""Who withdraws or is erased while the worker compares."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.verification.checking import (
    NOW,
    begun,
    clerk_of,
    line_of,
    outcomes,
    roll_of,
    signed_petition,
)

from undersigned.signatures.actions import erase
from undersigned.verification.actions import link_lines
from undersigned.verification.actions.run_checks import run_checks
from undersigned.verification.linking.rows import Linked
from undersigned.verification.models import Candidate, Check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


def compared(monkeypatch: pytest.MonkeyPatch, when: str) -> Check:
    """A check whose first and third signer are erased before the worker reads them, or after it compared them."""
    petition = signed_petition()
    check = begun(petition, roll_of(petition), clerk_of(petition.council))
    link: Callable[..., Any] = link_lines.link

    def linking(roll: Any, signers: Any, **facts: Any) -> Iterator[Linked]:
        found = list(link(roll, signers, **facts)) if when == "after" else []
        refs = [bytes(line_of(check, number).signature.ref) for number in (1, 3)]
        erase(refs, at=NOW, by="signer")
        return iter(found) if found else iter(link(roll, signers, **facts))

    monkeypatch.setattr(link_lines, "link", linking)
    run_checks(at=NOW)
    check.refresh_from_db()
    return check


@pytest.mark.parametrize("when", ["before", "after"])
def test_nothing_is_found_of_a_signer_who_is_erased_while_the_worker_compares(
    monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    check = compared(monkeypatch, when)
    assert check.state == "reviewing"
    assert [outcomes(check)[number - 1] for number in (1, 3)] == ["withdrawn", "withdrawn"]
    for line in check.lines.filter(number__in=[1, 3]):
        assert (line.band, bytes(line.sealed), bytes(line.voter)) == ("left", b"", b"")
    assert not Candidate.objects.filter(line__number__in=[1, 3]).exists()
