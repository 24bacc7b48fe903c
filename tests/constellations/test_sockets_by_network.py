"""Live lines of one network address: so many and no more, whoever has them; and each that is over makes room."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from constellations.core import sockets
from constellations.core.database import Base, database, session
from constellations.core.settings import read_settings
from constellations.core.sockets import EXTENSION, NOT_NEEDED, Lines
from constellations.models import Person
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import create_home, create_person, create_service
from tests.live_line import LiveLine, Refused, cookie_of, live_line, served
from tests.processes import wait_until

OFFICE, HOME = "203.0.113.9", "198.51.100.7"
SAME_HOUSE = ("2001:db8:1:2::7", "2001:db8:1:2::8")
POLL = "/socket.io/?EIO=4&transport=polling"
FROM_OFFICE = {"Origin": "http://localhost", "X-Forwarded-For": OFFICE}
QUIET = {"ok": True, "unread": 0}


@pytest.fixture(autouse=True)
def two_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lines are as many as a network may hold."""
    monkeypatch.setattr(sockets, "MOST_OF_NETWORK", 2)


def roost(folder: Path, proxies: int) -> Flask:
    """A Roost behind so many proxies that it trusts."""
    told = {"DATABASE_URL": f"sqlite:///{folder / 'roost.db'}", "TRUSTED_PROXIES": str(proxies)}
    return create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(folder), **told}))


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[Flask]:
    """Roost behind one proxy, whose word it takes for who asks."""
    app = roost(tmp_path, 1)
    with app.app_context():
        Base.metadata.create_all(database().engine)
        yield app
        session().close()
        database().engine.dispose()


@pytest.fixture
def door(proxied: Flask) -> Iterator[int]:
    """Its port."""
    with served(proxied) as port:
        yield port


@pytest.fixture
def people(proxied: Flask) -> list[Person]:
    """Four carers."""
    home = create_home(create_service())
    return [create_person(Role.HUB_CARER, home=home) for _ in range(4)]


def line_from(app: Flask, port: int, person: Person, address: str) -> AbstractContextManager[LiveLine]:
    """A line of somebody at this address, as the proxy tells it."""
    return live_line(port, cookie_of(app, person), X_Forwarded_For=address)


def is_refused(app: Flask, port: int, person: Person, address: str) -> bool:
    """Whether nobody gets another line from there; one that is got is given back."""
    try:
        with line_from(app, port, person, address):
            return False
    except Refused as refused:
        return "429" in str(refused)


@pytest.mark.parametrize(("one", "other"), [(OFFICE, OFFICE), SAME_HOUSE, (f"{HOME}, {OFFICE}", OFFICE)])
def test_a_network_holds_so_many_lines_and_others_their_own(
    proxied: Flask, door: int, people: list[Person], one: str, other: str
) -> None:
    first, second, third, fourth = people
    with line_from(proxied, door, first, one), line_from(proxied, door, second, other):
        assert is_refused(proxied, door, third, other)
        with line_from(proxied, door, fourth, HOME) as line:
            assert line.ask("look_at_notices") == QUIET


def goodbye(line: LiveLine, _: Lines) -> None:
    """A tab is closed."""
    line.websocket.close()


def is_gone(line: LiveLine, _: Lines) -> None:
    """A phone leaves its network, and nobody says goodbye."""
    line.websocket.sock.shutdown(2)


def is_cut(_: LiveLine, lines: Lines) -> None:
    """Somebody is signed out."""
    lines.cut(set(lines.owners.values()))


def breaks(line: LiveLine, _: Lines) -> None:
    """A browser sends what no browser sends."""
    line.websocket.send("x" * 70_000)


@pytest.mark.parametrize("end", [goodbye, is_gone, is_cut, breaks])
def test_a_line_that_ends_makes_room_however_it_ends(
    proxied: Flask, door: int, people: list[Person], end: Callable[[LiveLine, Lines], None]
) -> None:
    lines: Lines = proxied.extensions[EXTENSION]
    with line_from(proxied, door, people[0], OFFICE) as ending, line_from(proxied, door, people[1], OFFICE):
        assert is_refused(proxied, door, people[2], OFFICE)
        end(ending, lines)
        wait_until(lambda: not is_refused(proxied, door, people[2], OFFICE))


def test_lines_that_poll_count_too_and_go_on_while_there_is_no_room(proxied: Flask, people: list[Person]) -> None:
    clients = [client_of(proxied, person) for person in people]
    opened = [client.get(POLL, headers=FROM_OFFICE) for client in clients]
    assert [answer.status_code for answer in opened] == [200, 200, 429, 429]
    assert opened[2].text == "429 Too Many Requests"
    line = opened[0].text.split('"sid":"')[1].split('"')[0]
    assert clients[0].post(f"{POLL}&sid={line}", data="40", headers=FROM_OFFICE).status_code == HTTPStatus.OK
    assert clients[0].post(f"{POLL}&sid={line}", data="1", headers=FROM_OFFICE).status_code == HTTPStatus.OK
    assert clients[2].get(POLL, headers=FROM_OFFICE).status_code == HTTPStatus.OK, "the first said goodbye"
    kept = proxied.extensions[EXTENSION].server.environ.values()
    assert [name for environ in kept for name in NOT_NEEDED if name in environ] == []


def test_this_machine_itself_is_not_counted(proxied: Flask, door: int, people: list[Person]) -> None:
    with ExitStack() as held:
        for person in people:
            line = held.enter_context(live_line(door, cookie_of(proxied, person)))
            assert line.ask("look_at_notices") == QUIET


def test_what_a_browser_says_of_itself_takes_nobodys_room(tmp_path: Path, proxied: Flask, people: list[Person]) -> None:
    direct = roost(tmp_path, 0)
    with served(direct) as port, ExitStack() as held:
        for person in people:
            held.enter_context(line_from(direct, port, person, OFFICE))
        owners = direct.extensions[EXTENSION].owners.values()
        assert {(owner.person, owner.network) for owner in owners} == {(str(one.id), None) for one in people}
    direct.extensions["roost_database"].engine.dispose()
