"""Redis dies, or stands still: nobody waits for it, nothing is lost, others ask, and hear again once it is back."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest

from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, make_room, seconds_since
from tests.faults.phones import Phone, phones_of, when_all
from tests.faults.posting import Browser
from tests.processes import wait_until

pytestmark = pytest.mark.faults

AWAY_SECONDS, STANDS_STILL_SECONDS = 60, 30
REST_SECONDS = 2
"""How long who talks rests in between: nobody says more in a minute than a person may."""

AT_ONCE = 2
REQUEST_SECONDS = 0.5
"""How long posting may take at the ninety-fifth of a hundred."""


def test_without_redis_people_talk_on_and_other_servers_catch_up(grown: Installation) -> None:
    assert grown.redis is not None
    room = make_room(grown.app, 4)
    browser = Browser(grown.app, room.people[0])
    with grown.serving() as here, grown.serving() as there, phones_of(room, [here.port, there.port]) as phones:
        wait_until(when_all(phones, lambda phone: phone.is_open))
        near, far = phones[::2], phones[1::2]
        grown.redis.kill()
        began = time.monotonic()
        answers = []
        while seconds_since(began) < AWAY_SECONDS:
            answers += [browser.post(here.port, room, "By page."), browser.get(here.port, "/conversations")]
            near[0].write("By line.")
            time.sleep(REST_SECONDS)
        wait_until(lambda: not near[0].unsent)
        away, said = time.monotonic(), len(room.stored())
        wait_until(when_all(near, lambda phone: len(phone.shown) == said), 10 * PATIENCE)
        near_seconds = seconds_since(away)
        told = here.health("/health/ready")
        grown.redis.start()
        wait_until(when_all(far, lambda phone: len(phone.shown) == said), 60 * PATIENCE)
        far_seconds = seconds_since(away)
        by_asking = [phone.heard for phone in far] == [set()] * len(far)
        wait_until(lambda: here.health("/health/ready").get("parts", {}).get("redis") == "ok")  # type: ignore[attr-defined]  # the parts, by name
        crosses = crosses_again(near[0], far)
        said = len(room.stored())
        wait_until(when_all(phones, lambda phone: len(phone.shown) == said), 60 * PATIENCE)
    assert by_asking, "nothing of what was said while Redis was away came down their lines"
    assert {answer.status for answer in answers} == {HTTPStatus.OK}
    assert (told["status"], told["parts"]["redis"]) == ("degraded", "degraded")  # type: ignore[index]  # as above
    stored = [(number, body) for number, _, body in room.stored()]
    assert len(stored) == said
    assert all(phone.reads == stored for phone in phones)
    note(
        6,
        on=grown.kind,
        same_server=near_seconds,
        other_server=far_seconds,
        crosses_again=crosses,
        slowest=max(each.seconds for each in answers),
    )


def crosses_again(speaker: Phone, others: list[Phone]) -> float:
    """After how many seconds all have heard down their lines what somebody at another server says again and again."""
    began = time.monotonic()

    def is_heard() -> bool:
        """Whether all have, or it was said once more."""
        if all(phone.heard for phone in others):
            return True
        speaker.write("Once more.")
        time.sleep(REST_SECONDS)
        return False

    wait_until(is_heard, 60 * PATIENCE)
    wait_until(lambda: not speaker.unsent)
    return seconds_since(began)


def test_while_redis_stands_still_nobody_waits_for_it(grown: Installation) -> None:
    assert grown.redis is not None
    room = make_room(grown.app, 8)
    browsers = [Browser(grown.app, person, REQUEST_SECONDS * PATIENCE) for person in room.people]
    with grown.serving() as here, phones_of(room, [here.port]) as phones, ThreadPoolExecutor(AT_ONCE) as together:
        wait_until(when_all(phones, lambda phone: phone.is_open))
        in_peace = [browser.post(here.port, room, "Hello.") for browser in browsers]
        grown.redis.freeze()
        began = time.monotonic()
        answers = list(in_peace)
        while seconds_since(began) < STANDS_STILL_SECONDS:
            answers += together.map(lambda browser: browser.post(here.port, room, "Hello."), browsers)
            time.sleep(1)
        frozen = time.monotonic()
        wait_until(when_all(phones, lambda phone: len(phone.shown) == len(answers)), 10 * PATIENCE)
        heard = seconds_since(frozen)
        alive = here.is_up()
        grown.redis.thaw()
    assert {answer.status for answer in answers} == {HTTPStatus.OK}
    assert alive
    stored = [(number, body) for number, _, body in room.stored()]
    assert len(stored) == len(answers)
    assert all(phone.reads == stored for phone in phones)
    p95 = statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]
    before = max(answer.seconds for answer in in_peace)
    note(7, on=grown.kind, posts=len(answers), slowest_before=before, p95_of_a_post=p95, all_heard_after=heard)
