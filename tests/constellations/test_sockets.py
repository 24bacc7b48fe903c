"""Live lines: who gets one, who hears what, and that nothing is believed that was known when it was opened."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from app import create_app
from constellations import sockets
from constellations.access import Viewer, covering
from constellations.accounts.actions import sign_out_everywhere
from constellations.accounts.models import SignedInDevice
from constellations.accounts.queries import devices_of
from constellations.core import clock as house_clock
from constellations.core.database import database, session, transaction
from constellations.core.settings import read_settings
from constellations.core.sockets import EXTENSION, MOST_OF_ONE, Lines, is_from_here
from constellations.live import Ack, EventUndeclared, Nothing, on
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.permissions import ROLE_PERMISSIONS, Permission, Role
from constellations.queries import viewer_for
from constellations.sockets import disconnect_signed_out, init_sockets
from tests.client import client_of
from tests.factories import create_home, create_person, create_service
from tests.faults.wire import Over, Wire
from tests.live_line import Refused, cookie_of, line_of
from tests.queries import count_queries

NEWS = News("nights-16", "The 16th night of October was reached.", "/uplifts")


@pytest.fixture
def carer(app: Flask) -> Person:
    """A hub carer."""
    return create_person(Role.HUB_CARER, home=create_home(create_service()))


@pytest.fixture
def outsider(app: Flask) -> Person:
    """A carer of another service."""
    return create_person(Role.HUB_CARER, home=create_home(create_service()))


def tell_of_nights(*people: Person) -> None:
    """Tell these people something."""
    with transaction():
        tell([person.id for person in people], NEWS)


def test_an_event_is_answered(app: Flask, port: int, carer: Person) -> None:
    tell_of_nights(carer)
    with line_of(app, port, carer) as line:
        assert line.ask("look_at_notices") == {"ok": True, "unread": 1}


def test_news_reaches_all_lines_of_whom_it_is_for_and_nobody_elses(
    app: Flask, port: int, carer: Person, outsider: Person
) -> None:
    with line_of(app, port, carer) as tab, line_of(app, port, carer) as phone, line_of(app, port, outsider) as other:
        assert other.ask("look_at_notices") == {"ok": True, "unread": 0}
        tell_of_nights(carer)
        assert tab.wait_for("notice_told") == {"unread": 1}
        assert phone.wait_for("notice_told") == {"unread": 1}
        assert other.hears_nothing()
        assert other.ask("look_at_notices") == {"ok": True, "unread": 0}
        assert other.heard == []


def test_what_is_rolled_back_is_not_told(app: Flask, port: int, carer: Person) -> None:
    with line_of(app, port, carer) as line:
        with pytest.raises(ZeroDivisionError), transaction():
            tell([carer.id], NEWS)
            raise ZeroDivisionError
        assert line.hears_nothing()


def test_nobody_gets_no_line(app: Flask, port: int) -> None:
    with pytest.raises(Refused, match="401"), line_of(app, port, None):
        pass
    assert app.extensions[EXTENSION].owners == {}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", None])
def test_a_page_from_elsewhere_gets_no_line(app: Flask, port: int, carer: Person, origin: str | None) -> None:
    with pytest.raises(Refused, match="403"), line_of(app, port, carer, origin):
        pass
    assert app.extensions[EXTENSION].owners == {}


def test_whoever_holds_many_lines_gets_no_more(app: Flask, port: int, carer: Person, outsider: Person) -> None:
    held = [line_of(app, port, carer) for _ in range(MOST_OF_ONE)]
    for each in held:
        each.__enter__()
    with pytest.raises(Refused, match="429"), line_of(app, port, carer):
        pass
    with line_of(app, port, outsider) as line:
        assert line.ask("look_at_notices") == {"ok": True, "unread": 0}
    for each in held:
        each.__exit__(None, None, None)


def test_after_signing_out_an_event_is_refused_and_the_line_cut(app: Flask, port: int, carer: Person) -> None:
    with line_of(app, port, carer) as line:
        with transaction() as here:
            ended = update(SignedInDevice).values(ended_at=house_clock.now())
            here.execute(covering(Viewer.system(), ended))
        assert line.ask("look_at_notices") == {"ok": False, "error": "signed_out", "message": "Please sign in first."}
        assert line.is_cut()


def test_signing_out_cuts_the_lines_at_once(app: Flask, port: int, carer: Person, outsider: Person) -> None:
    with line_of(app, port, carer) as line, line_of(app, port, outsider) as other:
        sign_out_everywhere(viewer_for(carer))
        assert line.is_cut()
        assert other.ask("look_at_notices") == {"ok": True, "unread": 0}


def test_lines_of_the_signed_out_are_found_whoever_signed_them_out(app: Flask, port: int, carer: Person) -> None:
    with line_of(app, port, carer) as line:
        disconnect_signed_out()
        assert line.ask("look_at_notices") == {"ok": True, "unread": 0}
        with transaction() as here:
            left = update(Person).where(Person.id == carer.id).values(left_at=house_clock.now())
            here.execute(covering(Viewer.system(), left))
        disconnect_signed_out()
        assert line.is_cut()


def test_a_role_is_asked_for_at_every_event(
    app: Flask, port: int, carer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with line_of(app, port, carer) as line:
        assert line.ask("look_at_notices") == {"ok": True, "unread": 0}
        monkeypatch.setitem(ROLE_PERMISSIONS, Role.HUB_CARER, frozenset())
        refused = {"ok": False, "error": "forbidden", "message": "Your role does not allow this."}
        assert line.ask("look_at_notices") == refused
        assert not line.is_cut(0.3)


@pytest.mark.parametrize("words", [("x",), (7,), ([],), ({"unread": 1},), ({}, {}), (None, 1)])
def test_a_garbled_event_is_answered_plainly(app: Flask, port: int, carer: Person, words: tuple[object, ...]) -> None:
    with line_of(app, port, carer) as line:
        answer = line.ask("look_at_notices", *words)
        assert answer == {
            "ok": False,
            "error": "garbled",
            "message": "Roost did not understand that. Reload the page and try again.",
        }
        assert line.ask("look_at_notices") == {"ok": True, "unread": 0}


@pytest.mark.parametrize("packet", ["42[", "429", "42{}", "4", "499", "x", "42[1]", "40/other,", "451-[{}]"])
def test_a_garbled_packet_harms_nobody_else(
    app: Flask, port: int, carer: Person, outsider: Person, packet: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with line_of(app, port, carer) as line, line_of(app, port, outsider) as other:
        line.websocket.send(packet)
        assert other.ask("look_at_notices") == {"ok": True, "unread": 0}
    written = capfd.readouterr()
    assert "Traceback" not in written.out + written.err


def test_a_packet_too_large_cuts_its_line_alone(app: Flask, port: int, carer: Person, outsider: Person) -> None:
    with line_of(app, port, carer) as line, line_of(app, port, outsider) as other:
        line.websocket.send("42" + "x" * 70_000)
        assert line.is_cut()
        assert other.ask("look_at_notices") == {"ok": True, "unread": 0}


def test_whoever_sends_without_end_is_told_and_cut(app: Flask, port: int, carer: Person) -> None:
    with line_of(app, port, carer) as line:
        answers = [line.ask("look_at_notices") for _ in range(241)]
        assert answers[:240] == [{"ok": True, "unread": 0}] * 240
        assert "Wait a minute" in str(answers[240])
        assert line.is_cut()


def test_who_brings_no_cookie_is_refused_without_a_question_to_the_database(app: Flask) -> None:
    path, here = "/socket.io/?EIO=4&transport=polling", {"Sec-Fetch-Site": "same-origin"}
    with count_queries(database().engine) as sent:
        assert client_of(app).get(path, headers=here).status_code == 401
    assert sent == []


def test_a_line_keeps_nobody_signed_in(app: Flask, port: int, carer: Person, clock: time_machine.Traveller) -> None:
    with line_of(app, port, carer) as line:
        seen = [device.last_seen_at for device in devices_of(viewer_for(carer))]
        clock.shift(dt.timedelta(days=29))
        assert line.ask("look_at_notices") == {"ok": True, "unread": 0}
        session().rollback()
        assert [device.last_seen_at for device in devices_of(viewer_for(carer))] == seen
        clock.shift(dt.timedelta(days=1))
        assert line.ask("look_at_notices") == {"ok": False, "error": "signed_out", "message": "Please sign in first."}


def test_polling_needs_the_same_as_a_websocket(app: Flask, carer: Person) -> None:
    path = "/socket.io/?EIO=4&transport=polling"
    here = {"Sec-Fetch-Site": "same-origin"}
    assert client_of(app).get(path, headers=here).status_code == 401
    assert client_of(app, carer).get(path).status_code == 403
    assert client_of(app, carer).get(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client_of(app, carer).get(path, headers={"Referer": "http://evil.example/"}).status_code == 403
    answer = client_of(app, carer).get(path, headers=here)
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_who_knows_anothers_line_has_no_line(app: Flask, carer: Person, outsider: Person) -> None:
    path, here = "/socket.io/?EIO=4&transport=polling", {"Sec-Fetch-Site": "same-origin"}
    line = client_of(app, carer).get(path, headers=here).text.split('"sid":"')[1].split('"')[0]
    assert client_of(app, outsider).get(f"{path}&sid={line}", headers=here).status_code == 401


def test_in_production_only_the_public_address_counts(app: Flask, carer: Person) -> None:
    wrong, right = {"HTTP_ORIGIN": "http://localhost"}, {"HTTP_ORIGIN": "https://roost.example"}
    for origin, expected in ((wrong, False), (right, True)):
        environ = {"wsgi.url_scheme": "http", "HTTP_HOST": "localhost", "REQUEST_METHOD": "POST", **origin}
        assert is_from_here(environ, "https://roost.example") is expected


def test_an_event_that_says_nothing_of_access_keeps_roost_from_starting(tmp_path: Path) -> None:
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path)}))

    def shout(viewer: Viewer, _: Nothing) -> Ack:
        return {"heard": str(viewer.name)}

    settings = app.extensions["roost_settings"]
    with pytest.raises(EventUndeclared, match="shout"):
        init_sockets(app, settings, [shout], on_threads=True)
    declared = on("shout", Permission.USE_ROOST, Nothing)(shout)
    init_sockets(app, settings, [declared], on_threads=True)


def test_an_event_registered_past_the_list_is_found(app: Flask) -> None:
    lines: Lines = app.extensions[EXTENSION]
    lines.server.on("whisper", lambda _sid: None)
    try:
        with pytest.raises(EventUndeclared, match="whisper"):
            sockets._check_every_event(lines, {"look_at_notices"})
    finally:
        del lines.server.handlers["/"]["whisper"]


def test_a_line_that_is_over_is_let_go_of_though_its_browser_never_says_goodbye(
    app: Flask, port: int, carer: Person
) -> None:
    lines: Lines = app.extensions[EXTENSION]
    silent = Wire(port, cookie_of(app, carer))
    lines.cut(lines.owners.values())
    with pytest.raises(Over):
        silent.take(10)
    assert not hung_up(silent), "for a moment it may still say goodbye"
    lines.let_go()
    lines.let_go()
    assert hung_up(silent)
    silent.close()


def hung_up(line: Wire) -> bool:
    """Whether nothing more can come from the server."""
    line.socket.settimeout(0.2)
    try:
        return not line.socket.recv(100)
    except TimeoutError:
        return False


def test_news_for_an_unknown_person_goes_nowhere(app: Flask, port: int, carer: Person) -> None:
    with line_of(app, port, carer) as line:
        sockets.tell_person(uuid.uuid4(), "notice_told", {"unread": 9})
        assert line.hears_nothing()
