"""Worrying about the note or the wish of an ask: who may, what is kept of it, and hiding it wherever it stands."""

import uuid
from dataclasses import replace
from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.core.clock import today
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.queries import viewer_for
from constellations.who_saw.rules import About as Whom
from constellations.who_saw.rules import Asked
from messaging.safeguarding.concerns import actions
from messaging.safeguarding.concerns.queries import concern_page
from messaging.safeguarding.models import Concern, ConcernChild
from messaging.safeguarding.raising.actions import Worry, raise_concern_about_note
from messaging.safeguarding.rules import About, NoteKind, Outcome
from messaging.who_saw.queries import from_trail_of_talk
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.models import Ask
from sleepovers.asks.page.queries import ask_page
from sleepovers.asks.series.actions import Part, change_nights
from sleepovers.asks.series.rules import Scope
from sleepovers.emergencies.actions import ask_in_emergency
from sleepovers.rules import StayKind
from tests.client import client_of
from tests.registers import rows
from tests.sleepovers.asks.asking import agree, make_trusted_households, stays_from, the_ask, trusted_child, wanted
from tests.sleepovers.cards.cards import outcome
from tests.sleepovers.households import Households, day, sees

NOTE, WISH, WHY = "Keep him away from the phone.", "To be left alone at night.", "Why from the phone?"


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites; the carers decide for JB and AK."""
    return make_trusted_households()


def asked(homes: Households, weeks: int = 1, note: str | None = NOTE, wish: str | None = WISH) -> list[uuid.UUID]:
    """Anita asks Moira for JB, once or in a row of weeks."""
    wish_for = replace(wanted(homes.hub, children=(homes.jb,), weeks=weeks), note=note, wish=wish)
    return ask_for_sleepover(sees(homes.anita), wish_for)


def worry(person: Person, ask_id: uuid.UUID) -> Concern:
    """Say that the words of an ask worry one."""
    worry = Worry(WHY, About.NOBODY)
    return raise_concern_about_note(sees(person), NoteKind.ASK, the_ask(ask_id).words_id, worry)


def read(person: Person, ask_id: uuid.UUID) -> tuple[str | None, str | None]:
    """The note and the wish, as somebody reads them."""
    page = ask_page(sees(person), ask_id, with_looks=False)
    return page.note, page.wish


def test_the_concern_keeps_the_note_and_the_wish_and_of_which_child_they_are(homes: Households) -> None:
    (ask_id,) = asked(homes)
    concern = worry(homes.moira, ask_id)
    page = concern_page(sees(homes.liaison), concern.id)
    assert (page.noted, page.author, page.words, page.is_note) == (f"{NOTE}\n{WISH}", "Anita Patel", WHY, True)
    assert page.said_at == the_ask(ask_id).created_at
    assert (rows(ConcernChild.child_id), rows(Concern.author_id)) == ([(homes.jb.id,)], [(homes.anita.id,)])
    assert worry(homes.moira, ask_id).id == concern.id


@pytest.mark.parametrize("for_good", [False, True])
def test_hidden_nobody_reads_it_and_what_is_agreed_has_no_wish(app: Flask, homes: Households, for_good: bool) -> None:
    (ask_id,) = asked(homes)
    agree(ask_id, homes.hub, homes.moira)
    (stay,) = stays_from(ask_id)
    concern = worry(homes.moira, ask_id)
    client, hidden = client_of(app, homes.moira), (None, None)
    actions.hide(sees(homes.manager), concern.id, on=True)
    if for_good:
        actions.close(sees(homes.manager), concern.id, Outcome.TALKED, "", remove=True)
    for person in (homes.anita, homes.moira, homes.liaison):
        page = ask_page(sees(person), ask_id)
        assert (read(person, ask_id), page.hidden, page.may_worry(sees(person))) == (hidden, for_good, False)
    assert outcome(lambda: worry(homes.liaison, ask_id)) == "NotFound"
    assert WISH not in client.get(f"/stays/{stay.id}").text
    if not for_good:
        actions.hide(sees(homes.manager), concern.id, on=False)
        assert read(homes.anita, ask_id) == (NOTE, WISH)
        assert WISH in client.get(f"/stays/{stay.id}").text


def test_who_asked_and_who_may_not_read_the_note_are_not_offered_to_worry(homes: Households) -> None:
    (ask_id,) = asked(homes)
    for person, may in ((homes.anita, False), (homes.moira, True), (homes.liaison, True)):
        assert ask_page(sees(person), ask_id).may_worry(sees(person)) is may
    assert outcome(lambda: worry(homes.okafors, ask_id)) == "NotFound"
    nothing = asked_without_words(homes)
    assert outcome(lambda: worry(homes.moira, nothing)) == "NotFound"
    with transaction() as here:
        here.execute(covering(Viewer.system(), update(Ask).values(asked_by=None)))
    assert outcome(lambda: worry(homes.moira, ask_id)) == "NotFound"
    assert not ask_page(sees(homes.moira), ask_id).may_worry(sees(homes.moira))
    assert rows(Concern.id) == []


def asked_without_words(homes: Households) -> uuid.UUID:
    """An ask of the Okafors for AK, that says nothing."""
    return ask_for_sleepover(sees(homes.okafors), wanted(homes.hub, children=(homes.ak,)))[0]


def test_what_a_series_says_is_one_and_stays_hidden_where_its_nights_are_changed(homes: Households) -> None:
    found = asked(homes, weeks=4)
    agree(found[2], homes.hub, homes.moira)
    concern = worry(homes.moira, found[3])
    actions.hide(sees(homes.manager), concern.id, on=True)
    assert [read(homes.moira, one) for one in found] == [(None, None)] * 4
    part = Part(found[1], the_ask(found[1]).version, Scope.FOLLOWING)
    change_nights(sees(homes.anita), part, day("2026-12-05"), day("2026-12-07"))
    everything = [row[0] for row in rows(Ask.id)]
    assert len(everything) == 5
    assert {read(homes.liaison, one) for one in everything} == {(None, None)}
    assert len(set(rows(Ask.words_id))) == 1
    assert len(set(rows(Ask.series_id))) == 2


def test_of_two_children_the_concern_is_found_by_either(homes: Households) -> None:
    sister = trusted_child(homes, homes.patel, "MB")
    both = replace(wanted(homes.hub, children=(homes.jb, sister)), note=NOTE)
    (ask_id,) = ask_for_sleepover(sees(homes.anita), both)
    concern = worry(homes.moira, ask_id)
    assert set(rows(ConcernChild.child_id)) == {(homes.jb.id,), (sister.id,)}
    for child in (homes.jb, sister):
        asked = Asked(Whom.CHILD, child.id, homes.service.id, today(), today())
        assert [one.of_id for one in from_trail_of_talk(Viewer.system(), asked)] == [concern.id]


def test_an_emergency_shows_its_note_to_who_was_asked_and_the_way_to_worry(app: Flask, homes: Households) -> None:
    ask_id = ask_in_emergency(sees(homes.anita), [homes.jb.id], note=NOTE)
    client, path = client_of(app, homes.moira), f"/emergencies/{ask_id}"
    assert the_ask(ask_id).kind is StayKind.EMERGENCY
    address = f"/notes/ask/{the_ask(ask_id).words_id}/worry"
    page = client.get(path).text
    assert NOTE in page
    assert address in page
    actions.hide(sees(homes.manager), worry(homes.moira, ask_id).id, on=True)
    page = client.get(path).text
    assert "hidden while somebody looks at it" in page
    assert NOTE not in page


def test_from_the_card_and_the_page_of_an_ask_to_its_readers(app: Flask, homes: Households) -> None:
    (ask_id,) = asked(homes)
    moira, path = client_of(app, homes.moira), f"/notes/ask/{the_ask(ask_id).words_id}/worry"
    for page in ("/", f"/asks/{ask_id}"):
        assert path in moira.get(page).text
        assert path not in client_of(app, homes.anita).get(page).text
    assert f"/asks/{ask_id}" in moira.get(path).text
    answer = moira.post(path, data={"words": WHY, "about": "nobody"})
    assert WHY in moira.get(answer.headers["Location"]).text
    [(concern_id,)] = rows(Concern.id)
    liaison = client_of(app, homes.liaison)
    assert NOTE in liaison.get(f"/concerns/{concern_id}").text
    liaison.post(f"/concerns/{concern_id}/hide")
    for page in ("/", f"/asks/{ask_id}"):
        text = moira.get(page).text
        assert "hidden while somebody looks at it" in text
        assert (NOTE in text, WISH in text) == (False, False)
    liaison.post(f"/concerns/{concern_id}/close", data={"outcome": "talked", "words": "", "remove": "y"})
    assert "This note was removed." in moira.get(f"/asks/{ask_id}").text
    assert moira.get(path).status_code == HTTPStatus.NOT_FOUND


def test_next_door_it_is_not_there(homes: Households) -> None:
    (ask_id,) = asked(homes)
    stranger = replace(viewer_for(homes.moira), constellation_ids=frozenset(), home_id=None)
    with pytest.raises(NotFound):
        raise_concern_about_note(stranger, NoteKind.ASK, the_ask(ask_id).words_id, Worry(WHY, About.NOBODY))
