"""Who has seen what one said, and who is around today: only among those who let others see it."""

from dataclasses import replace

import pytest
import time_machine
from flask import Flask

from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.notices.alerts.actions import choose_alerts
from constellations.notices.rules import AlertWishes
from constellations.permissions import Role
from messaging.messages.actions import remove_message
from messaging.messages.queries import message_of
from messaging.models import Conversation
from messaging.receipts.actions import mark_read
from messaging.receipts.queries import around_today, seen_by, seen_last
from messaging.rules import MOST_FOR_SEEN_BY
from tests import factories
from tests.client import client_of
from tests.live_line import line_of
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees


def keep_to_oneself(person: Person) -> None:
    """Let others not see what somebody has read."""
    choose_alerts(sees(person), replace(AlertWishes(), shares_reading=False))


def read(person: Person, conversation: Conversation, seq: int) -> None:
    """Let somebody have read so far."""
    mark_read(sees(person), conversation.id, seq)


def seen(person: Person, conversation: Conversation) -> tuple[str, ...]:
    """Who has seen what somebody said last."""
    session().rollback()
    found = seen_last(sees(person), conversation.id)
    assert found
    return found.names


def test_who_has_read_as_far_is_named(talk: Talk) -> None:
    homes = talk.homes
    assert seen_last(sees(homes.anita), talk.everyone.id) is None
    say(homes.anita, talk.everyone, "one")
    assert seen(homes.anita, talk.everyone) == ()
    for person in (homes.moira, homes.tom, homes.anita):
        read(person, talk.everyone, 1)
    assert seen(homes.anita, talk.everyone) == ("Moira", "Tom")
    last = say(homes.anita, talk.everyone, "two")
    assert seen(homes.anita, talk.everyone) == ()
    read(homes.tom, talk.everyone, 2)
    assert seen(homes.anita, talk.everyone) == ("Tom",)
    assert seen_by(sees(homes.moira), message_of(sees(homes.moira), last.id)) == (), "it is not hers"
    remove_message(sees(homes.anita), last.id)
    assert seen(homes.anita, talk.everyone) == ("Moira", "Tom"), "of what is still there"
    with pytest.raises(NotFound):
        seen_last(sees(talk.outsider), talk.everyone.id)


def test_who_keeps_it_to_oneself_is_not_named_and_is_told_of_nobody(talk: Talk) -> None:
    homes = talk.homes
    keep_to_oneself(homes.moira)
    say(homes.anita, talk.everyone)
    for person in (homes.moira, homes.tom):
        read(person, talk.everyone, 1)
    assert seen(homes.anita, talk.everyone) == ("Tom",)
    say(homes.moira, talk.everyone)
    read(homes.anita, talk.everyone, 2)
    assert seen(homes.moira, talk.everyone) == ()


def test_among_many_nobody_is_named(app: Flask, talk: Talk) -> None:
    homes, client, here = talk.homes, client_of(app, talk.homes.anita), f"/conversations/{talk.everyone.id}"
    say(homes.anita, talk.everyone)
    read(homes.moira, talk.everyone, 1)
    for _ in range(MOST_FOR_SEEN_BY - 5):
        factories.create_person(Role.SATELLITE_CARER, home=homes.okafor)
    assert seen(homes.anita, talk.everyone) == ("Moira",)
    assert f'data-seen="{here}/seen"' in client.get(here).text
    factories.create_person(Role.SATELLITE_CARER, home=homes.okafor)
    assert seen(homes.anita, talk.everyone) == ()
    assert "data-seen" not in client.get(here).text


def test_it_stands_under_ones_last_message_and_on_its_page(app: Flask, talk: Talk) -> None:
    homes, here = talk.homes, f"/conversations/{talk.everyone.id}"
    message = say(homes.anita, talk.everyone)
    read(homes.moira, talk.everyone, 1)
    read(homes.okafors, talk.everyone, 1)
    addresses = (here, f"{here}/seen", f"/messages/{message.id}")
    for path in addresses:
        assert "Seen by Chi and Moira" in client_of(app, homes.anita).get(path).text
        assert "Seen by" not in client_of(app, homes.moira).get(path).text
    say(homes.anita, talk.everyone)
    for path in addresses[:2]:
        assert "Seen by" not in client_of(app, homes.anita).get(path).text


def test_a_line_tells_nothing_of_who_keeps_it_to_oneself_and_nothing_to_them(app: Flask, port: int, talk: Talk) -> None:
    homes, here = talk.homes, {"conversation": str(talk.everyone.id)}
    keep_to_oneself(homes.moira)
    for _ in range(2):
        say(homes.okafors, talk.everyone)
    with line_of(app, port, homes.anita) as anita, line_of(app, port, homes.moira) as moira:
        assert moira.ask("mark_read", {**here, "seq": 2}) == {"ok": True}
        assert moira.wait_for("unread") == {**here, "count": 0}, "her own devices hear that less is new"
        assert anita.ask("mark_read", {**here, "seq": 1}) == {"ok": True}
        read_on = anita.wait_for("read")
        assert isinstance(read_on, dict)
        assert read_on["person"] == str(homes.anita.id), "of Moira nothing came before"
        assert moira.hears_nothing()


def test_among_many_a_line_tells_nobody_how_far_others_have_read(app: Flask, port: int, talk: Talk) -> None:
    homes, here = talk.homes, {"conversation": str(talk.everyone.id)}
    for _ in range(MOST_FOR_SEEN_BY - 5):
        factories.create_person(Role.SATELLITE_CARER, home=homes.okafor)
    for _ in range(2):
        say(homes.okafors, talk.everyone)
    with line_of(app, port, homes.anita) as anita, line_of(app, port, homes.moira) as moira:
        assert moira.ask("mark_read", {**here, "seq": 1}) == {"ok": True}
        read_on = anita.wait_for("read")
        assert isinstance(read_on, dict)
        assert read_on["seq"] == 1
        factories.create_person(Role.SATELLITE_CARER, home=homes.okafor)
        assert moira.ask("mark_read", {**here, "seq": 2}) == {"ok": True}
        assert [moira.wait_for("unread") for _ in range(2)] == [{**here, "count": 1}, {**here, "count": 0}]
        assert anita.hears_nothing()


def test_who_used_roost_on_this_london_day_is_around(app: Flask, talk: Talk, clock: time_machine.Traveller) -> None:
    homes, path = talk.homes, f"/conversations/{talk.everyone.id}/people"
    clock.move_to("2026-06-20T22:50Z")
    yesterday = client_of(app, homes.moira)
    assert yesterday.get("/").status_code == 200
    clock.move_to("2026-06-20T23:10Z")
    today = client_of(app, homes.tom)
    assert today.get("/").status_code == 200
    everybody = {person.id for person in (homes.moira, homes.tom, homes.okafors)}
    assert around_today(sees(homes.anita), everybody) == {homes.tom.id}
    clock.move_to("2026-06-21T21:00Z")
    assert yesterday.get("/", headers={"Roost-Unattended": "1"}).status_code == 200
    assert around_today(sees(homes.anita), everybody) == {homes.tom.id}, "a page that looks by itself is nobody"
    yesterday.get("/")
    assert around_today(sees(homes.anita), everybody) == {homes.moira.id, homes.tom.id}
    assert client_of(app, homes.anita).get(path).text.count("around today") == 2, "and not oneself"
    keep_to_oneself(homes.tom)
    assert around_today(sees(homes.anita), everybody) == {homes.moira.id}
    assert around_today(sees(homes.tom), everybody) == set()
    assert "around today" not in client_of(app, homes.tom).get(path).text
    clock.move_to("2026-06-21T23:00Z")
    assert around_today(sees(homes.anita), everybody) == set()
