"""PostgreSQL is started anew, killed, frozen, or out of connections: people are told, and nothing is stored by half."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import psycopg
import pytest

from constellations.core.database import database, session
from tests.faults.booking import Bookings, is_booked, make_bookings, stored
from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, Room, installed, make_room, seconds_since
from tests.faults.own_postgres import OwnPostgres, own_postgres
from tests.faults.phones import phones_of, when_all
from tests.faults.posting import Answer, Browser
from tests.processes import wait_until

pytestmark = pytest.mark.faults

BACK_SECONDS, ANSWER_SECONDS = 10, 5
FROZEN_SECONDS = 15
CROWD = 40
BOOKINGS = 60
KINDS = ("read", "write", "book")
PLAIN = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.SERVICE_UNAVAILABLE}
"""How anything may be answered meanwhile: done, or told to try again."""


@pytest.fixture
def postgres() -> Iterator[OwnPostgres]:
    """A PostgreSQL that this test may break."""
    with own_postgres() as server:
        yield server


@pytest.fixture
def here(postgres: OwnPostgres, tmp_path: Path) -> Iterator[Installation]:
    """Roost on it."""
    with installed("postgresql", tmp_path, postgres.url) as made:
        yield made
        # What lay in the pool of the test was broken with the server; what it still reads by would come back to none.
        session().invalidate()
        database().engine.dispose()


@dataclass
class Busy:
    """People who read, write and book without a rest, all answers that they get, and what was none."""

    answers: list[tuple[float, str, Answer]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    booked: int = 0

    def works_since(self, moment: float) -> bool:
        """Whether each of them has had answers since a moment, the last of which were good ones."""
        since = [(kind, answer) for at, kind, answer in list(self.answers) if at > moment]
        last = [[answer for of, answer in since if of == kind][-2:] for kind in KINDS]
        return all(
            len(two) == 2 and HTTPStatus.SERVICE_UNAVAILABLE not in {each.status for each in two} for two in last
        )


@contextmanager
def at_work(port: int, room: Room, browser: Browser, bookings: Bookings) -> Iterator[Busy]:
    """Let people be busy until the body ends."""
    found, over, asks = Busy(), threading.Event(), iter(bookings.asks)

    def go_on(kind: str, act: Callable[[], Answer]) -> None:
        while not over.is_set():
            try:
                answer = act()
            except Exception as failure:  # noqa: BLE001  # whatever it was, somebody had no answer
                found.broken.append(f"{kind}: {failure!r}")
            else:
                found.answers.append((time.monotonic(), kind, answer))
            over.wait(0.05)

    def book() -> Answer:
        ask = next(asks, None)
        if ask is None:
            over.wait(1)
            return browser.get(port, "/notices")
        answer = bookings.agree(port, ask)
        found.booked += is_booked(answer)
        return answer

    acts = (
        lambda: browser.get(port, "/conversations", "text/html"),
        lambda: browser.post(port, room, "Hello."),
        book,
    )
    named = zip(KINDS, acts, strict=True)
    threads = [threading.Thread(target=go_on, args=(kind, act), daemon=True) for kind, act in named]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        over.set()
        for thread in threads:
            thread.join(60)
        found.broken += [f"{thread.name} hangs" for thread in threads if thread.is_alive()]


@pytest.mark.parametrize("how", ["started anew", "killed"])
def test_a_database_that_went_away_comes_back_and_holds_nothing_by_half(
    here: Installation, postgres: OwnPostgres, how: str
) -> None:
    room, bookings = make_room(here.app, 4), make_bookings(here.app, BOOKINGS)
    browser = Browser(here.app, room.people[0])
    with here.serving() as server, phones_of(room, [server.port]) as phones:
        wait_until(when_all(phones, lambda phone: phone.is_open))
        worker = server.worker
        with at_work(server.port, room, browser, bookings) as people:
            wait_until(lambda: people.booked >= 3)
            if how == "killed":
                postgres.kill()
                wait_until(lambda: browser.get(server.port, "/notices").status == HTTPStatus.SERVICE_UNAVAILABLE)
                page = browser.get(server.port, "/notices", "text/html")
                assert (page.status, "Try again" in page.body) == (HTTPStatus.SERVICE_UNAVAILABLE, True)
                postgres.start()
            else:
                postgres.restart()
            up = time.monotonic()
            wait_until(lambda: people.works_since(up), BACK_SECONDS * PATIENCE)
            back = seconds_since(up)
            phones[1].write("Are you all there?")
            wait_until(lambda: not phones[1].unsent)
        assert server.worker == worker, "nobody started the server anew"
        answers = [answer for _, _, answer in people.answers]
        # The test's own connection went away too.
        session().invalidate()
        said = len(room.stored())
        wait_until(when_all(phones, lambda phone: len(phone.shown) == said))
    now = stored()
    assert people.broken == [], "everybody had an answer each time"
    assert {HTTPStatus(answer.status) for answer in answers} <= PLAIN
    assert now.stays == now.nights == now.agreed, "no booking is there by half"
    assert people.booked <= now.stays
    told = sum(answer.status == HTTPStatus.SERVICE_UNAVAILABLE for answer in answers)
    note(8, of=how, on=here.kind, works_again=back, told_to_try_again=told, booked=now.stays)


def test_while_the_database_stands_still_everybody_is_told_and_nobody_hangs(
    here: Installation, postgres: OwnPostgres
) -> None:
    room = make_room(here.app, 4)
    browser = Browser(here.app, room.people[0], ANSWER_SECONDS * PATIENCE)
    with here.serving() as server, ThreadPoolExecutor(CROWD) as together:
        assert browser.get(server.port, "/conversations").status == HTTPStatus.OK
        postgres.freeze()
        answers: list[Answer] = []
        began = time.monotonic()
        while seconds_since(began) < FROZEN_SECONDS:
            answers += together.map(lambda _: browser.get(server.port, "/conversations"), range(CROWD))
            assert server.is_up(), "what needs no database is answered all the time"
        ready = browser.get(server.port, "/health/ready")
        postgres.thaw()
        thawed = time.monotonic()
        wait_until(lambda: browser.get(server.port, "/conversations").status == HTTPStatus.OK, BACK_SECONDS * PATIENCE)
        back = seconds_since(thawed)
        assert browser.post(server.port, room, "Hello.").status == HTTPStatus.OK
    assert {answer.status for answer in answers} == {HTTPStatus.SERVICE_UNAVAILABLE}
    assert ready.status == HTTPStatus.SERVICE_UNAVAILABLE
    slowest = max(answer.seconds for answer in answers)
    note(9, of="stands still", on=here.kind, slowest_answer=slowest, asked=len(answers), works_again=back)


def test_where_all_connections_wait_for_a_lock_everybody_is_told_and_nobody_hangs(
    here: Installation, postgres: OwnPostgres
) -> None:
    room = make_room(here.app, 4)
    browser = Browser(here.app, room.people[0], ANSWER_SECONDS * PATIENCE)
    with here.serving() as server, ThreadPoolExecutor(2 * CROWD) as together:
        assert browser.get(server.port, "/conversations").status == HTTPStatus.OK
        with psycopg.connect(postgres.url) as holding:
            holding.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE")
            answers = list(together.map(lambda _: browser.post(server.port, room, "Hello."), range(2 * CROWD)))
            assert server.is_up()
            holding.rollback()
        freed = time.monotonic()
        wait_until(lambda: browser.post(server.port, room, "Hello.").status == HTTPStatus.OK, BACK_SECONDS * PATIENCE)
        back = seconds_since(freed)
    assert {answer.status for answer in answers} == {HTTPStatus.SERVICE_UNAVAILABLE}
    slowest = max(answer.seconds for answer in answers)
    note(9, of="no connection left", on=here.kind, slowest_answer=slowest, asked=len(answers), works_again=back)
