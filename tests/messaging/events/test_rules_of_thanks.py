"""Worrying about the thanks to those who came: who may, what is kept of them, and hiding them from everybody."""

import uuid
from http import HTTPStatus

import pytest
import time_machine
from flask import Flask

from constellations.core import clock as wall
from constellations.core.errors import NotFound
from constellations.events.attendance.actions import Register, keep_register, thank
from constellations.events.attendance.declaration import init_thanks, thanks_hidden
from constellations.events.attendance.models import EventRegister
from constellations.events.attendance.queries import register_page, who_came
from constellations.events.attendance.rules import FamilyCame, ThanksHidden
from constellations.models import Person
from messaging.events.queries import worrying_thanks
from messaging.safeguarding.concerns import actions
from messaging.safeguarding.concerns.queries import concern_page
from messaging.safeguarding.models import Concern, ConcernChild
from messaging.safeguarding.raising.actions import Worry, raise_concern_about_note
from messaging.safeguarding.rules import About, NoteKind, Outcome
from messaging.safeguarding.subjects.queries import hidden_notes
from tests.client import client_of
from tests.constellations.events.families import Families, say, sees
from tests.registers import rows

THANKS, WHY = "Lovely day. JB sat in the shed again.", "Why in the shed?"


@pytest.fixture
def at(families: Families, clock: time_machine.Traveller) -> uuid.UUID:
    """A gathering of yesterday, to which the Patels came, and for which Moira thanked them."""
    at = families.event()
    say(families.anita, at)
    clock.move_to("2026-12-19T14:00Z")
    keep_register(
        sees(families.moira), at, Register([FamilyCame(families.patel.id, frozenset({families.anita.id}))], 0)
    )
    clock.move_to("2026-12-20T10:00Z")
    thank(sees(families.moira), at, THANKS)
    return at


def worry(person: Person, at: uuid.UUID) -> Concern:
    """Say that the thanks worry one."""
    return raise_concern_about_note(sees(person), NoteKind.THANKS, at, Worry(WHY, About.NOBODY))


def test_the_concern_keeps_the_thanks_and_when_they_were_said(families: Families, at: uuid.UUID) -> None:
    concern = worry(families.grace, at)
    page = concern_page(sees(families.liaison), concern.id)
    assert (page.noted, page.author, page.said_at) == (THANKS, "Moira Kelly", wall.now())
    assert (rows(ConcernChild.child_id), rows(Concern.author_id)) == ([], [(families.moira.id,)])
    with pytest.raises(NotFound):
        concern_page(sees(families.moira), concern.id)


def test_who_said_them_and_who_does_not_see_the_event_are_not_offered_to_worry(
    families: Families, at: uuid.UUID
) -> None:
    for person, may in ((families.moira, False), (families.anita, True), (families.grace, True)):
        viewer = sees(person)
        assert who_came(viewer, at).may_worry(viewer) is may
    with pytest.raises(NotFound):
        worry(families.sue, at)
    assert rows(Concern.id) == []


def test_of_thanks_that_were_never_said_there_is_nothing_to_worry_about(families: Families) -> None:
    at = families.event()
    with pytest.raises(NotFound):
        worrying_thanks(sees(families.anita), at)


@pytest.mark.parametrize("for_good", [False, True])
def test_hidden_nobody_reads_them_and_they_cannot_be_said_again(
    families: Families, at: uuid.UUID, for_good: bool
) -> None:
    concern = worry(families.grace, at)
    actions.hide(sees(families.manager), concern.id, on=True)
    if for_good:
        actions.close(sees(families.manager), concern.id, Outcome.TALKED, "", remove=True)
    for person in (families.moira, families.anita, families.liaison):
        came = who_came(sees(person), at)
        assert (came.thanks, came.hidden, came.may_worry(sees(person))) == ("", for_good, False)
    with pytest.raises(ThanksHidden):
        thank(sees(families.moira), at, "Lovely day.")
    page = register_page(sees(families.moira), at)
    assert (page.thanks, page.is_hidden) == ("", True)
    assert rows(EventRegister.thanks) == [(THANKS,)]
    if not for_good:
        actions.hide(sees(families.manager), concern.id, on=False)
        assert who_came(sees(families.anita), at).thanks == THANKS
        assert not register_page(sees(families.moira), at).is_hidden


def test_from_the_event_to_its_readers_without_a_script(app: Flask, families: Families, at: uuid.UUID) -> None:
    grace, moira, path = client_of(app, families.grace), client_of(app, families.moira), f"/notes/thanks/{at}/worry"
    assert path in grace.get(f"/events/{at}").text
    assert path not in moira.get(f"/events/{at}").text
    assert "About a note of Moira Kelly" in grace.get(path).text
    grace.post(path, data={"words": WHY, "about": "hub_carer"})
    [(concern_id,)] = rows(Concern.id)
    liaison = client_of(app, families.liaison)
    assert "whoever it was written for reads it" in liaison.get(f"/concerns/{concern_id}").text
    liaison.post(f"/concerns/{concern_id}/hide")
    assert "hidden while somebody looks at it" in grace.get(f"/events/{at}").text
    register = moira.get(f"/events/{at}/register").text
    assert ("cannot be written again" in register, "shed" in register) == (True, False)
    answer = moira.post(f"/events/{at}/thanks", data={"words": "Lovely day."})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    liaison.post(f"/concerns/{concern_id}/close", data={"outcome": "talked", "words": "", "remove": "y"})
    assert "This note was removed." in grace.get(f"/events/{at}").text
    assert grace.get(path).status_code == HTTPStatus.NOT_FOUND


def test_where_nobody_says_what_is_hidden_the_thanks_are_read(app: Flask, families: Families, at: uuid.UUID) -> None:
    actions.hide(sees(families.manager), worry(families.grace, at).id, on=True)
    app.extensions.pop("roost_hidden_thanks")
    try:
        assert thanks_hidden(at) is None
        assert who_came(sees(families.anita), at).thanks == THANKS
    finally:
        init_thanks(app, hidden_notes)
