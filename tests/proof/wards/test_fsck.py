"""What was changed behind the site's back in witnesses' lines and published wards is found."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.factories.councils import CouncilFactory, WardFactory
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers
from tests.proof.witness.site import witnesses

from undersigned.config.fsck.vouched import RULES
from undersigned.councils import actions as councils
from undersigned.councils.documents import default_rules
from undersigned.proof.actions.cosign import cosign
from undersigned.proof.actions.disclose import disclose_wards
from undersigned.proof.models import Checkpoint, Cosignature, WardEntry

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [
        f"{fault.row.partition(':')[0]} {fault.column}" for rule in RULES for fault in rule.find()
    ]


def test_whatever_is_changed_in_what_was_vouched_for_or_published_by_ward_is_found(
    log: Path, tmp_path: Path
) -> None:
    now = datetime.now(tz=UTC)
    council = CouncilFactory()
    for name in ("East", "North"):
        WardFactory(council=council, name=name)
    rules = default_rules("Exampleton") | {"ward": True}
    councils.publish_rules(council=council, document=rules, after=1, at=now, by="operator")
    petition = open_petition(council=council)
    with witnesses(tmp_path, 2):
        for ward in ("East", "North"):
            signers(petition, 10, ward=ward)
        publish()
        disclose_wards(at=now)
        cosign(at=now)
    assert found() == []

    one = WardEntry.objects.earliest("pk")
    for changed in ({"ward": "South"}, {"salt": bytes(32)}, {"index": 0}, {"index": 10**6}):
        WardEntry.objects.filter(pk=one.pk).update(**changed)
        assert found() == ["proof.wardentry ward"]
        WardEntry.objects.filter(pk=changed.get("index", one.pk)).delete()
        one.save(force_insert=True)

    row = Cosignature.objects.earliest("pk")
    other = Cosignature.objects.latest("pk")
    assert row.checkpoint_id == Checkpoint.objects.latest("size").pk
    spoilt = {"line": row.line.replace("AAAA", "AAAB", 1), "at": row.at + timedelta(seconds=1)}
    for column, value in (spoilt | {"witness": "somebody.example.org"}).items():
        Cosignature.objects.filter(pk=row.pk).update(**{column: value})
        assert found() == [f"proof.cosignature {column}"]
        row.save()
    Cosignature.objects.filter(pk=row.pk).update(line="nothing")
    assert found() == ["proof.cosignature line"]
    row.save()
    assert other.line != row.line
    assert found() == []
