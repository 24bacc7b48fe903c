"""Tries are counted, forgotten with time, shared through Redis, and still counted where Redis is away."""

from collections.abc import Iterator

import pytest
import time_machine
from limits import RateLimitItemPerMinute
from redis import Redis

from constellations.core.throttle import FORGOTTEN_EVERY, CountingHere, Throttle
from tests import servers

THREE = RateLimitItemPerMinute(3, 5)


@pytest.fixture(params=["here", "redis"])
def throttle(request: pytest.FixtureRequest) -> Iterator[Throttle]:
    """A counter of this process, and one that counts in Redis."""
    if request.param == "here":
        yield Throttle(None)
        return
    with servers.running_redis() as server:
        yield Throttle(server.url)


def test_the_fourth_try_of_three_is_refused(throttle: Throttle) -> None:
    assert [throttle.take(THREE, "anita", "here") for _ in range(4)] == [True, True, True, False]
    assert not throttle.has_room(THREE, "anita", "here")


def test_one_is_not_counted_for_another(throttle: Throttle) -> None:
    for _ in range(3):
        throttle.take(THREE, "anita", "here")
    assert throttle.has_room(THREE, "moira", "here")
    assert throttle.has_room(THREE, "anita", "there")


def test_asking_does_not_count(throttle: Throttle) -> None:
    assert all(throttle.has_room(THREE, "anita") for _ in range(10))


def test_after_five_minutes_there_is_room_again(throttle: Throttle, clock: time_machine.Traveller) -> None:
    for _ in range(3):
        throttle.take(THREE, "anita")
    clock.shift(301)
    assert throttle.has_room(THREE, "anita")


def test_what_is_forgotten_counts_from_nought(throttle: Throttle) -> None:
    for _ in range(3):
        throttle.take(THREE, "anita")
    throttle.forget(THREE, "anita")
    assert throttle.take(THREE, "anita")


def test_what_is_over_is_forgotten_where_many_more_are_counted(clock: time_machine.Traveller) -> None:
    here = CountingHere()
    for n in range(FORGOTTEN_EVERY):
        assert here.hit(THREE, f"early {n}")
    clock.shift(200)
    assert here.hit(THREE, "early 0")
    clock.shift(101)
    assert here.hit(THREE, "late")
    assert sorted(here.kept) == [THREE.key_for("early 0"), THREE.key_for("late")]
    assert [here.hit(THREE, "early 0") for _ in range(3)] == [True, True, False]


def test_tries_are_counted_for_all_processes_together() -> None:
    with servers.running_redis() as server:
        one, other = Throttle(server.url), Throttle(server.url)
        assert one.take(THREE, "anita")
        assert one.take(THREE, "anita")
        assert other.take(THREE, "anita")
        assert not one.take(THREE, "anita")


def test_redis_is_not_told_whom_the_tries_are_about() -> None:
    with servers.running_redis() as server, Redis.from_url(server.url) as redis:
        Throttle(server.url).take(THREE, "anita@example.org")
        keys = redis.keys()
    assert keys
    assert not any(b"anita" in key for key in keys)


def test_while_redis_is_away_this_process_counts_alone(clock: time_machine.Traveller) -> None:
    with servers.running_redis() as server:
        throttle = Throttle(server.url)
        throttle.take(THREE, "anita")
    assert [throttle.take(THREE, "anita") for _ in range(4)] == [True, True, True, False]
