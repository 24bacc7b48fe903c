"""Worrying about a hand-over note: who may, who reads that, what is kept of the note, and hiding it from both homes."""

import datetime as dt
from http import HTTPStatus

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Text, column, select, table, update

from app import NOTES
from constellations.access import Viewer, covering
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.keeping.rules import Cut
from constellations.models import Person
from constellations.notices.models import Notice
from messaging.declaration import init_notes
from messaging.keeping.kept import CONCERNS
from messaging.safeguarding.concerns import actions
from messaging.safeguarding.concerns.queries import concern_page, concerns_of
from messaging.safeguarding.looks.actions import look_from_concern
from messaging.safeguarding.models import Concern, ConcernChild
from messaging.safeguarding.raising.actions import Worry, raise_concern_about_note
from messaging.safeguarding.raising.queries import raised_concern
from messaging.safeguarding.rules import About, NoteKind, Outcome
from sleepovers.cards.handover.actions import read_handover, write_note
from sleepovers.cards.handover.queries import Note
from sleepovers.cards.handover.rules import Way
from sleepovers.cards.keeping.actions import remove_old_handovers
from sleepovers.cards.models import HandoverNote
from sleepovers.models import Stay
from tests.client import client_of
from tests.registers import rows
from tests.sleepovers.cards.cards import outcome
from tests.sleepovers.households import Households, audited, day, sees

BEFORE, IN_TIME, AFTER = "2026-11-26T10:00Z", "2026-11-27T18:00Z", "2026-12-01T18:00Z"
SAID = "He cried all night and has a bruise."
WHY = "Nobody told me of a bruise."


@pytest.fixture
def stay(homes: Households, clock: time_machine.Traveller) -> Stay:
    """JB is with Moira since an hour ago, and Moira has left a note for Anita."""
    clock.move_to(IN_TIME)
    made = homes.stay("2026-11-27T17:00", "2026-11-29T10:30")
    write_note(sees(homes.moira), made.id, SAID)
    return made


def notes(person: Person, stay: Stay) -> list[Note]:
    """The notes for when the child goes home, as somebody reads them."""
    return read_handover(sees(person), stay.id).notes_of(Way.HOME)


def worry(person: Person, stay: Stay, about: About = About.NOBODY, words: str = WHY) -> Concern:
    """Say that the note worries one."""
    [(note_id,)] = rows(HandoverNote.id)
    return raise_concern_about_note(sees(person), NoteKind.HANDOVER, note_id, Worry(words, about))


def test_who_reads_the_note_may_worry_and_its_writer_never_reads_that(homes: Households, stay: Stay) -> None:
    concern = worry(homes.anita, stay)
    assert [line.raised_by for line in concerns_of(sees(homes.liaison))] == ["Anita Patel"]
    page = concern_page(sees(homes.manager), concern.id)
    assert (page.words, page.noted, page.author, page.is_note) == (WHY, SAID, "Moira Hale", True)
    assert page.said_at == notes(homes.anita, stay)[0].at
    assert raised_concern(sees(homes.anita), concern.id).words == WHY
    for person in (homes.moira, homes.tom, homes.okafors, homes.finance):
        with pytest.raises((NotFound, Forbidden)):
            actions.read_concern(sees(person), concern.id)
    assert worry(homes.anita, stay).id == concern.id
    assert [action for action, _ in audited(concern.id)] == ["raised_concern"]


@pytest.mark.parametrize(
    ("about", "readers"),
    [(About.NOBODY, {"Dee Marsh", "Sam Ode"}), (About.HUB_CARER, {"Dee Marsh"}), (About.LIAISON, {"Sam Ode"})],
)
def test_it_takes_the_same_ways_as_one_about_a_message(
    homes: Households, stay: Stay, about: About, readers: set[str]
) -> None:
    concern = worry(homes.anita, stay, about)
    assert set(raised_concern(sees(homes.anita), concern.id).readers) == readers
    news = {row[0] for row in rows(Notice.person_id, Notice.once) if row[1] == f"concern {concern.id}"}
    assert {person.name for person in (homes.liaison, homes.manager, homes.moira) if person.id in news} == readers


def test_nobody_worries_about_a_note_that_they_cannot_read_at_this_moment(
    homes: Households, stay: Stay, clock: time_machine.Traveller
) -> None:
    write_note(sees(homes.anita), stay.id, "Had tea.")
    [first, second] = [row[0] for row in rows(HandoverNote.id)]
    for person in (homes.okafors, homes.finance):
        for note_id in (first, second):
            with pytest.raises(NotFound):
                raise_concern_about_note(sees(person), NoteKind.HANDOVER, note_id, Worry(WHY, About.NOBODY))
    for moment, name in ((BEFORE, "OpensLater"), (AFTER, "ClosedAgain")):
        clock.move_to(moment)
        assert outcome(lambda: NOTES[NoteKind.HANDOVER](sees(homes.moira), second)) == name
    assert rows(Concern.id) == []


def test_hidden_neither_home_reads_the_note_until_every_concern_lets_it_be_read(homes: Households, stay: Stay) -> None:
    concern, other = worry(homes.anita, stay), worry(homes.liaison, stay, words="I worry too.")
    actions.hide(sees(homes.manager), concern.id, on=True)
    actions.hide(sees(homes.manager), other.id, on=True)
    for person in (homes.anita, homes.moira, homes.liaison):
        [note] = notes(person, stay)
        assert (note.words, note.is_hidden, note.is_removed, note.may_worry) == (None, True, False, False)
    assert outcome(lambda: worry(homes.tom, stay)) == "NotFound"
    actions.hide(sees(homes.manager), other.id, on=False)
    assert notes(homes.anita, stay)[0].is_hidden
    actions.close(sees(homes.manager), concern.id, Outcome.TALKED, "", remove=False)
    assert notes(homes.anita, stay)[0].words == SAID
    assert [one for one, _ in audited(other.id)] == ["raised_concern", "hid_message", "showed_message"]


def test_removed_for_good_it_stays_hidden_and_the_concern_tells_what_it_was(homes: Households, stay: Stay) -> None:
    concern = worry(homes.anita, stay)
    actions.close(sees(homes.manager), concern.id, Outcome.PASSED_ON, "", remove=True)
    [note] = notes(homes.anita, stay)
    assert (note.words, note.is_hidden, note.is_removed) == (None, True, True)
    page = concern_page(sees(homes.manager), concern.id)
    assert (page.is_removed, page.is_open, page.noted) == (True, False, SAID)
    assert audited(concern.id)[-1] == ("closed_concern", "closed_at;outcome;removed_at")


def test_the_note_goes_in_a_month_and_what_worried_somebody_stays(homes: Households, stay: Stay) -> None:
    concern = worry(homes.anita, stay)
    today = day("2027-01-31")
    remove_old_handovers(Cut(homes.service.id, today - dt.timedelta(days=30), today))
    assert rows(HandoverNote.id) == []
    page = concern_page(sees(homes.liaison), concern.id)
    assert (page.noted, page.words) == (SAID, WHY)
    assert rows(ConcernChild.child_id) == [(homes.jb.id,)]
    [kept] = CONCERNS.rows
    assert kept.model is Concern


def test_no_word_of_the_note_or_the_worry_lies_open_in_the_database(homes: Households, stay: Stay) -> None:
    worry(homes.anita, stay)
    bare = table("concern", column("words", Text), column("note_words", Text))
    [stored] = session().execute(select(bare.c.words, bare.c.note_words)).all()
    assert [word for word in ("bruise", "cried") if word in repr(stored)] == []


def test_there_is_no_conversation_to_read_from_it(homes: Households, stay: Stay) -> None:
    concern = worry(homes.anita, stay)
    with pytest.raises(NotFound):
        look_from_concern(sees(homes.liaison), concern.id, "To understand.")


def test_a_note_that_nobody_is_known_to_have_written_has_nobody_to_worry_about(homes: Households, stay: Stay) -> None:
    with transaction() as here:
        here.execute(covering(Viewer.system(), update(HandoverNote).values(person_id=None)))
    assert outcome(lambda: worry(homes.anita, stay)) == "NotFound"
    assert not notes(homes.anita, stay)[0].may_worry


def test_from_the_hand_over_to_its_readers_without_a_script(app: Flask, homes: Households, stay: Stay) -> None:
    anita, liaison = client_of(app, homes.anita), client_of(app, homes.liaison)
    [(note_id,)] = rows(HandoverNote.id)
    path, handover = f"/notes/handover/{note_id}/worry", f"/stays/{stay.id}/handover"
    assert path in anita.get(handover).text
    assert path not in client_of(app, homes.moira).get(handover).text
    form = anita.get(path).text
    assert form.index('href="tel:999"') < form.index("About a note of Moira Hale") < form.index("<textarea")
    assert handover in form
    answer = anita.post(path, data={"words": " ", "about": "nobody"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    answer = anita.post(path, data={"words": WHY, "about": "nobody"})
    assert WHY in anita.get(answer.headers["Location"]).text
    [(concern_id,)] = rows(Concern.id)
    page = liaison.get(f"/concerns/{concern_id}").text
    assert SAID in page
    assert "Hide the note meanwhile" in page
    assert "Read the conversation" not in page
    liaison.post(f"/concerns/{concern_id}/hide")
    assert "hidden while somebody looks at it" in anita.get(handover).text
    liaison.post(f"/concerns/{concern_id}/close", data={"outcome": "talked", "words": "", "remove": "y"})
    assert "This note was removed." in anita.get(handover).text
    for odd in (f"/notes/letter/{note_id}/worry", f"/notes/handover/{stay.id}/worry"):
        assert anita.get(odd).status_code == HTTPStatus.NOT_FOUND


def test_a_kind_of_note_that_nobody_told_of_is_not_found(app: Flask, homes: Households, stay: Stay) -> None:
    init_notes(app, {})
    try:
        assert outcome(lambda: worry(homes.anita, stay)) == "NotFound"
    finally:
        init_notes(app, NOTES)
