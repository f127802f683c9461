"""Sixteen at once confirm, withdraw, erase and void the same signatures while two workers count: every figure fits."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.racing import race, shared_database
from tests.signatures.moderating import TOKEN, sign
from tests.signatures.signing import declare_void, put_back

from undersigned.petitions.models import Petition
from undersigned.proof.models import Leaf
from undersigned.signatures import actions
from undersigned.signatures.actions.change import NotNow, NotYours
from undersigned.signatures.actions.confirm import Press
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import count_of
from undersigned.signatures.rowcheck import check_sum

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

RACERS = 16
SIGNATURES = 12
Keys = dict[str, bytes]


@pytest.fixture(autouse=True)
def _shared(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.ERASURE_LEDGER = tmp_path / "ledger"
    with shared_database(tmp_path):
        yield


@pytest.fixture
def petition() -> Petition:
    return open_petition()


def signed(petition: Petition, number: int, *, confirmed: bool) -> list[Keys]:
    """So many signatures and the keys of their links; by actions, since the writer would keep its connection."""
    at = timezone.now()
    people = [
        Entry(name="Ana Sample", email=f"p{n}@example.org", show_name=True) for n in range(number)
    ]
    refs = sign(petition, people, at=at)
    if confirmed:
        actions.confirm([Press(ref=ref, token=TOKEN) for ref in refs], at=at)
    return [{"ref": ref, "token": TOKEN} for ref in refs]


def confirm(keys: Keys) -> None:
    actions.confirm([Press(**keys)], at=timezone.now())


def withdraw(keys: Keys) -> None:
    actions.withdraw(**keys, at=timezone.now())


def erase(keys: Keys) -> None:
    actions.erase_own(**keys, at=timezone.now())


def void(keys: Keys) -> None:
    row = Signature.objects.get(ref=keys["ref"])
    if row.state == "confirmed":
        declare_void(row, at=timezone.now())


def restore(keys: Keys) -> None:
    row = Signature.objects.get(ref=keys["ref"])
    if row.state == "void":
        put_back(row, at=timezone.now())


def count(_: Keys) -> None:
    actions.count(at=timezone.now())


def insist(act: Callable[[Keys], None], keys: Keys) -> None:
    """Until it is done, or can no longer be: a row that changed under a reader is read again."""
    while True:
        try:
            return act(keys)
        except (NotNow, NotYours):
            return None
        except (RuntimeError, IntegrityError, OperationalError):
            continue


def at_once(acts: list[Callable[[Keys], None]], keys: list[Keys]) -> None:
    """Each racer does every act to every signature, in an order of its own."""

    def run(seed: int) -> None:
        steps = [partial(insist, act, key) for act in acts for key in keys]
        for step in random.Random(seed).sample(steps, len(steps)):  # noqa: S311 - an order
            step()

    outcomes = race(*(partial(run, seed) for seed in range(RACERS)))
    assert outcomes == [None] * RACERS


def figures(petition: Petition) -> tuple[int, int, int]:
    while actions.count(at=timezone.now()):
        pass
    count = count_of(petition.pk)
    return count.confirmed, count.withdrawn, count.void


def leaves() -> Counter[str]:
    return Counter(Leaf.objects.exclude(signature=None).values_list("kind", flat=True))


def everything_fits(petition: Petition) -> bool:
    """Rows, count, history and log say the same, and every row its keyed hash."""
    states = Counter(Signature.objects.values_list("state", flat=True))
    assert figures(petition) == (states["confirmed"], states["withdrawn"], states["void"])
    assert actions.check_counts(at=timezone.now()) == []
    log = leaves()
    assert log["sign"] == sum(states.values()) - states["pending"]
    assert log["withdraw"] == states["withdrawn"]
    return all(bytes(row.check_sum) == check_sum(row) for row in Signature.objects.all())


def test_sixteen_withdraw_the_same_signatures_once(petition: Petition) -> None:
    keys = signed(petition, SIGNATURES, confirmed=True)

    at_once([withdraw], keys)

    assert figures(petition) == (0, SIGNATURES, 0)
    assert leaves() == {"sign": SIGNATURES, "withdraw": SIGNATURES}
    assert everything_fits(petition)


def test_confirming_withdrawing_erasing_voiding_and_counting_at_once_fit_together(
    petition: Petition,
) -> None:
    keys = signed(petition, SIGNATURES, confirmed=False)

    at_once([confirm, withdraw, void, restore, count], keys[::2])
    at_once([confirm, erase, void, count], keys[1::2])

    assert everything_fits(petition)
    assert {row.state for row in Signature.objects.all()} <= {"pending", "withdrawn"}


def test_voiding_and_putting_back_at_once_counts_what_the_rows_say(
    petition: Petition,
) -> None:
    keys = signed(petition, SIGNATURES // 2, confirmed=True)

    at_once([void, restore, count], keys)

    assert everything_fits(petition)
    log = leaves()
    assert log["void"] - log["restore"] == Signature.objects.filter(state="void").count()


def test_a_name_is_not_shown_that_is_hidden_at_the_same_moment(
    petition: Petition,
) -> None:
    (keys,) = signed(petition, 1, confirmed=True)

    race(
        *[lambda: actions.hide_name(**keys, at=timezone.now())] * 4,
        *[lambda: actions.publish_names(at=timezone.now())] * 4,
    )

    assert Signature.objects.filter(public_name__isnull=False).count() == 0
    assert not Signature.objects.get().name_shown
