"""fsck finds whatever single change is made behind the log's back: a column, a row more, a row less."""

import random
from pathlib import Path

import pytest
from django.db import transaction
from tests.config import mutations
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers
from tests.populated import populate

from undersigned.config.fsck import database, logged
from undersigned.config.fsck import log as entries

# What fsck does not claim to see: moments, promises (their holders check them), at which size a tally was written.
COLUMNS: dict[str, set[str] | None] = {
    "proof.Leaf": {"kind", "petition", "signature", "document", "day", "body", "index"},
    "proof.Document": {"name", "content", "salt"},
    "proof.Tally": {"petition", "signed", "withdrawn", "void"},
    "proof.Checkpoint": {"size", "root"},
}


@pytest.mark.django_db
@pytest.mark.long
def test_every_one_of_200_mutations_is_found(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    populate(signers=6)
    publish()
    signers(open_petition(), 2)
    monkeypatch.setattr(mutations, "COLUMNS", COLUMNS)
    draw = random.Random(1789)  # noqa: S311 - not a secret
    missed = []
    for _ in range(200):
        with transaction.atomic():
            done = mutations.mutate(draw)
            if not faulty():
                missed.append(done)
            transaction.set_rollback(True)
    assert missed == []


def faulty() -> bool:
    return any(list(rule.find()) for rule in [*entries.RULES, *logged.RULES, *database.RULES])
