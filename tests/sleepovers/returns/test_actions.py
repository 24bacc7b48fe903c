"""A return goes from its hub to its liaison worker, perhaps back, and is locked; its figures stand from then on."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import AuditEntry
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.models import LiaisonAssignment, Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from sleepovers.returns import rules
from sleepovers.returns.actions import add_note, keep_answers, lock_return, send_back, submit_return
from sleepovers.returns.figures.kept import Change
from sleepovers.returns.queries import (
    ReturnPage,
)
from sleepovers.returns.rules import Answers, ReturnState, Said
from tests.factories import (
    changed,
    create_person,
    create_stay,
    stored,
)
from tests.sleepovers.returns.factories import (
    NO,
    NOVEMBER,
    OCTOBER,
    Harbour,
    call,
    create_date,
    page_of,
    sees,
    submitted,
)


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """October with one night at the hub."""
    made = Harbour()
    create_stay(made.jb, made.hub, "2026-10-02", "2026-10-03")
    return made


def locked(harbour: Harbour) -> ReturnPage:
    version = submitted(harbour).version
    lock_return(sees(harbour.liaison), harbour.constellation.id, OCTOBER, version)
    return page_of(harbour)


def told(person: Person) -> list[str]:
    session().rollback()
    asked = visible(Viewer.system(), Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return [notice.words for notice in session().scalars(asked)]


class TestSubmit:
    def test_answers_are_kept_and_the_return_stays_open(self, harbour: Harbour) -> None:
        keep_answers(sees(harbour.declan), harbour.constellation.id, OCTOBER, Answers(2, None, " A good month. "), 0)
        page = page_of(harbour)
        assert (page.told.state, page.told.answers, page.version) == (
            ReturnState.OPEN,
            Answers(2, None, "A good month."),
            1,
        )
        assert page.may_write

    def test_submitted_it_has_its_figures_and_staff_are_told(self, harbour: Harbour) -> None:
        page = submitted(harbour, Answers(1, 0, "Somebody stayed."))
        assert (page.told.state, page.may_write, page.may_lock) == (ReturnState.SUBMITTED, False, False)
        assert page.told.submitted is not None
        assert page.told.submitted.who == "Moira"
        assert page.told.figures.numbers["planned_overnight_child_nights"] == 1
        assert told(harbour.liaison) == [
            "The return of Harbour for October 2026 is finished. Look at it, and lock it or send it back."
        ]
        assert told(harbour.manager) == []
        entries = [entry.action for entry in session().scalars(visible(Viewer.system(), AuditEntry))]
        assert entries == ["submitted_return"]

    def test_without_a_liaison_worker_the_manager_is_told(self, harbour: Harbour) -> None:
        changed_liaison(harbour)
        submitted(harbour)
        assert len(told(harbour.manager)) == 1

    def test_what_happens_later_is_told_and_changes_nothing(self, harbour: Harbour) -> None:
        submitted(harbour)
        create_stay(harbour.ak, harbour.hub, "2026-10-02", "2026-10-03")
        create_date(harbour.constellation, "2026-10-17", came={harbour.patel: (2, 1)})
        page = page_of(harbour)
        assert page.told.figures.numbers["hub_overnight_child_nights"] == 1
        changes = page.told.since
        assert Change("hub_overnight_child_nights", 1, 2) in changes.numbers
        assert Change("social_activity_times", 0, 1) in changes.numbers
        assert changes.families == ("Grant", "Moira", "Okafor", "Patel")

    @pytest.mark.parametrize(
        ("month", "answers", "refusal"),
        [
            (NOVEMBER, NO, rules.MonthNotOver),
            (OCTOBER, Answers(0, None), rules.NotSaid),
            (OCTOBER, Answers(21, 0), rules.HowMany),
            (OCTOBER, Answers(0, 0, "x" * 1501), rules.StoryTooLong),
        ],
    )
    def test_too_early_or_half_it_is_refused_and_nothing_is_stored(
        self, harbour: Harbour, month: Month, answers: Answers, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            submit_return(sees(harbour.moira), harbour.constellation.id, month, answers, 0)
        assert page_of(harbour, month=month).version == 0

    def test_a_child_s_name_in_the_story_is_asked_about_once(self, harbour: Harbour) -> None:
        call(harbour.jb, "Jasper", harbour.anita)
        moira, key = sees(harbour.moira), harbour.constellation.id
        with pytest.raises(rules.MayName):
            submit_return(moira, key, OCTOBER, Answers(0, 0, "Jasper slept well."), 0)
        submit_return(moira, key, OCTOBER, Answers(0, 0, "Jasper slept well.", sure=True), 0)
        assert page_of(harbour).told.state is ReturnState.SUBMITTED

    def test_of_two_adults_the_second_is_shown_that_the_first_was_quicker(self, harbour: Harbour) -> None:
        key = harbour.constellation.id
        keep_answers(sees(harbour.declan), key, OCTOBER, Answers(1, 0), 0)
        with pytest.raises(rules.Overtaken):
            submit_return(sees(harbour.moira), key, OCTOBER, NO, 0)
        submit_return(sees(harbour.moira), key, OCTOBER, NO, 1)
        with pytest.raises(rules.NotOpen):
            keep_answers(sees(harbour.declan), key, OCTOBER, NO, 2)


def changed_liaison(harbour: Harbour) -> None:
    """Let nobody look after the constellation any more."""
    row = LiaisonAssignment(person_id=harbour.liaison.id, constellation_id=harbour.constellation.id)
    row.starts_on = dt.date(1900, 1, 1)
    changed(row, ends_on=dt.date(2026, 11, 1))


class TestDecide:
    def test_sent_back_it_is_open_again_with_the_words_and_live_figures(self, harbour: Harbour) -> None:
        version = submitted(harbour).version
        send_back(sees(harbour.liaison), harbour.constellation.id, OCTOBER, "Was there no picnic?", version)
        create_stay(harbour.ak, harbour.hub, "2026-10-02", "2026-10-03")
        page = page_of(harbour)
        assert (page.told.state, page.told.figures.numbers["children"]) == (ReturnState.OPEN, 2)
        assert [(one.said, one.words, one.step.who) for one in page.told.beside] == [
            (Said.SENT_BACK, "Was there no picnic?", "Ruth")
        ]
        words = ["Your liaison worker sent the return for October 2026 back to you. Read why, and submit it again."]
        assert (told(harbour.moira), told(harbour.declan)) == (words, words)
        assert submitted(harbour, version=page.version).told.state is ReturnState.SUBMITTED
        assert len(told(harbour.liaison)) == 2

    def test_locked_it_takes_notes_and_nothing_else(self, harbour: Harbour) -> None:
        page = locked(harbour)
        key, moira = harbour.constellation.id, sees(harbour.moira)
        assert (page.told.state, page.may_note) == (ReturnState.LOCKED, True)
        with pytest.raises(rules.NotOpen):
            keep_answers(moira, key, OCTOBER, NO, page.version)
        with pytest.raises(rules.NotSubmitted):
            lock_return(sees(harbour.liaison), key, OCTOBER, page.version)
        with pytest.raises(rules.NotSubmitted):
            send_back(sees(harbour.liaison), key, OCTOBER, "Again", page.version)
        add_note(moira, key, OCTOBER, "One night was missing.")
        add_note(sees(harbour.manager), key, OCTOBER, "Seen.")
        notes = page_of(harbour).told.beside
        assert {(one.said, one.words, one.step.who) for one in notes} == {
            (Said.NOTE, "One night was missing.", "Moira"),
            (Said.NOTE, "Seen.", "Priya"),
        }

    def test_only_what_is_locked_takes_notes(self, harbour: Harbour) -> None:
        submitted(harbour)
        with pytest.raises(rules.NotLocked):
            add_note(sees(harbour.moira), harbour.constellation.id, OCTOBER, "Late.")

    def test_nobody_decides_on_what_was_not_submitted_or_looks_different_by_now(self, harbour: Harbour) -> None:
        liaison, key = sees(harbour.liaison), harbour.constellation.id
        with pytest.raises(rules.NotSubmitted):
            lock_return(liaison, key, OCTOBER, 0)
        version = submitted(harbour).version
        with pytest.raises(rules.Overtaken):
            lock_return(liaison, key, OCTOBER, version - 1)
        with pytest.raises(rules.NoWords):
            send_back(liaison, key, OCTOBER, " ", version)

    def test_who_stands_in_for_the_liaison_worker_locks(self, harbour: Harbour) -> None:
        version = submitted(harbour).version
        stand_in = create_person(Role.LIAISON, harbour.service)
        with pytest.raises(NotFound):
            lock_return(sees(stand_in), harbour.constellation.id, OCTOBER, version)
        covers = LiaisonAssignment(person_id=stand_in.id, constellation_id=harbour.constellation.id, is_cover=True)
        covers.starts_on, covers.ends_on = dt.date(2026, 11, 20), dt.date(2026, 11, 30)
        stored(covers)
        lock_return(sees(stand_in), harbour.constellation.id, OCTOBER, version)
        assert page_of(harbour).told.state is ReturnState.LOCKED

    def test_a_hub_does_not_lock(self, harbour: Harbour) -> None:
        version = submitted(harbour).version
        with pytest.raises(Forbidden):
            lock_return(sees(harbour.moira), harbour.constellation.id, OCTOBER, version)
