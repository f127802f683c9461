"""The worker: what it does by itself, and what it does when something fails."""

import inspect
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult
from tests.processes import eventually

from undersigned.config import errands
from undersigned.config.beat import BEAT, Job
from undersigned.config.worker import work
from undersigned.journal.tasks import follow

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
done: list[tuple[str, float]] = []


def well(*, at: datetime) -> None:
    done.append(("well", time.monotonic()))


def badly(*, at: datetime) -> None:
    done.append(("badly", time.monotonic()))
    raise ValueError("ana@example.org")


def noted(facts: dict[str, Any], *, at: datetime) -> None:
    done.append((facts["name"], 0.0))


@pytest.fixture(autouse=True)
def _nothing_done_yet() -> None:
    done.clear()


def times_of(name: str) -> list[float]:
    return [when for what, when in done if what == name]


def here(name: str) -> str:
    return f"{__name__}.{name}"


@pytest.mark.parametrize("job", BEAT, ids=lambda job: job.name)
def test_every_job_of_the_beat_can_be_called_with_the_time_alone(job: Job) -> None:
    inspect.signature(import_string(job.does)).bind(at=NOW)


def test_a_job_that_fails_waits_longer_each_time_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = threading.Event()
    jobs = [Job("well", 0.01, here("well")), Job("badly", 0.02, here("badly"))]
    working = threading.Thread(target=work, args=(jobs, stop))
    working.start()
    assert eventually(lambda: len(times_of("badly")) == 4, within=10)
    stop.set()
    working.join(5)
    first, second, third, fourth = times_of("badly")
    assert second - first < third - second < fourth - third
    assert len(times_of("well")) > 4


def test_told_to_stop_it_lets_what_is_under_way_finish() -> None:
    stop = threading.Event()
    working = threading.Thread(target=work, args=([Job("slow", 60, here("slow"))], stop))
    working.start()
    assert eventually(lambda: "began" in [what for what, _ in done])
    stop.set()
    working.join(5)
    assert [what for what, _ in done] == ["began", "ended"]


def slow(*, at: datetime) -> None:
    done.append(("began", 0.0))
    time.sleep(0.3)
    done.append(("ended", 0.0))


@pytest.mark.django_db(transaction=True)
def test_what_follows_an_event_is_run_once() -> None:
    follow.enqueue(follower=here("noted"), facts={"name": "a"}, at=NOW.isoformat())
    follow.enqueue(follower=here("noted"), facts={"name": "b"}, at=NOW.isoformat())
    assert errands.run_ready(at=NOW) == 2
    assert errands.run_ready(at=NOW) == 0
    assert sorted(done) == [("a", 0.0), ("b", 0.0)]


@pytest.mark.django_db(transaction=True)
def test_what_failed_is_tried_again_after_a_while_and_given_up_after_five_tries() -> None:
    follow.enqueue(follower="nowhere.at_all", facts={}, at=NOW.isoformat())
    errands.run_ready(at=NOW)
    failed = DBTaskResult.objects.failed()
    for tries in range(1, errands.TRIES):
        ended = failed.get().finished_at
        assert ended
        pause = errands.FIRST_PAUSE * 2 ** (tries - 1)
        assert errands.run_ready(at=ended + pause - timedelta(seconds=1)) == 0
        assert errands.run_ready(at=ended + pause) == 1
    ended = failed.get().finished_at
    assert ended
    assert errands.run_ready(at=ended + timedelta(days=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_was_doing_is_done_again() -> None:
    follow.enqueue(follower=here("noted"), facts={"name": "a"}, at=NOW.isoformat())
    DBTaskResult.objects.get().claim(errands._own_name())
    assert errands.run_ready(at=NOW) == 0
    assert errands.take_back() == 1
    assert errands.run_ready(at=NOW) == 1
    assert done == [("a", 0.0)]


@pytest.mark.django_db(transaction=True)
def test_what_another_machine_is_doing_is_left_to_it() -> None:
    follow.enqueue(follower=here("noted"), facts={"name": "a"}, at=NOW.isoformat())
    DBTaskResult.objects.get().claim("another-machine")
    assert errands.take_back() == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_done_a_month_ago_is_swept_away() -> None:
    follow.enqueue(follower=here("noted"), facts={"name": "a"}, at=NOW.isoformat())
    errands.run_ready(at=NOW)
    ended = DBTaskResult.objects.get().finished_at
    assert ended
    errands.tidy(at=ended + errands.KEPT)
    assert DBTaskResult.objects.count() == 1
    errands.tidy(at=ended + errands.KEPT + timedelta(seconds=1))
    assert DBTaskResult.objects.count() == 0
