"""The live count: one event now, one whenever it moves, and an end."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.factories.petitions import draft_petition, open_petition

from undersigned.config import streams
from undersigned.petitions.models import Petition
from undersigned.signatures.models import PetitionCount

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

PATH = "/petitions/river-path/count/stream"


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become hundredths of them."""
    for name in ("LASTS", "ASK_EVERY", "HEARTBEAT"):
        monkeypatch.setattr(streams, name, getattr(streams, name) / 100)
    monkeypatch.setattr(streams, "COUNTS", streams.Counts())


@pytest.fixture
def petition() -> Petition:
    return open_petition(slug="river-path")


def count_to(petition: Petition, number: int) -> None:
    PetitionCount.objects.update_or_create(
        pk=petition.pk, defaults={"confirmed": number, "as_of": petition.opened_at}
    )


async def watch(pool: ThreadPoolExecutor, path: str = PATH) -> AsyncIterator[str]:
    events = await streams.find(path, pool)
    assert events
    return events


def test_the_count_comes_at_once_and_again_when_it_moves(
    pool: ThreadPoolExecutor, petition: Petition
) -> None:
    async def story() -> list[str]:
        seen = []
        async for event in await watch(pool):
            if event.startswith("data:"):
                seen.append(event)
                if len(seen) < 3:
                    await asyncio.get_running_loop().run_in_executor(
                        pool, count_to, petition, 10 * len(seen)
                    )
        return seen

    assert asyncio.run(story()) == [
        'data: {"confirmed": 0}\n\n',
        'data: {"confirmed": 10}\n\n',
        'data: {"confirmed": 20}\n\n',
    ]


def test_a_count_that_stands_still_sends_heartbeats_and_ends(
    pool: ThreadPoolExecutor, petition: Petition
) -> None:
    async def story() -> list[str]:
        return [event async for event in await watch(pool)]

    events = asyncio.run(story())
    assert events[:2] == [streams.REOPEN, 'data: {"confirmed": 0}\n\n']
    assert set(events[2:]) == {":\n\n"}


@pytest.mark.parametrize("path", ["/petitions/none/count/stream", "/count/stream", "/petitions/"])
def test_where_nothing_can_be_watched_django_answers(pool: ThreadPoolExecutor, path: str) -> None:
    assert asyncio.run(streams.find(path, pool)) is None


def test_a_draft_cannot_be_watched(pool: ThreadPoolExecutor) -> None:
    draft_petition(slug="river-path")
    assert asyncio.run(streams.find(PATH, pool)) is None


def test_many_who_watch_cost_one_reading(
    pool: ThreadPoolExecutor, petition: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    confirmed: Callable[[str], int | None] = streams._confirmed

    def counted(slug: str) -> int | None:
        read.append(slug)
        return confirmed(slug)

    monkeypatch.setattr(streams, "_confirmed", counted)
    monkeypatch.setattr(streams, "ASK_EVERY", 60.0)

    async def story() -> list[int | None]:
        asked = [streams.COUNTS.current("river-path", pool) for _ in range(50)]
        return list(await asyncio.gather(*asked))

    assert asyncio.run(story()) == [0] * 50
    assert read == ["river-path"]
