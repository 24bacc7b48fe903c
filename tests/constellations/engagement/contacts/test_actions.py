"""The contact log and the snooze: what is stored, what counts as a sign of life, and how each is taken back."""

import datetime as dt
import uuid
from contextlib import suppress

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.clock import ALWAYS
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.engagement.contacts import actions, rules
from constellations.engagement.contacts.actions import Peace, Written
from constellations.engagement.contacts.models import Contact, PrefersPhone, Snooze
from constellations.engagement.contacts.queries import (
    contact_log,
    contact_page,
    in_touch,
    last_snoozes,
    phoned_rather,
)
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason
from constellations.engagement.families.queries import own_signs
from constellations.engagement.signs.queries import last_signs
from constellations.engagement.signs.rules import Sign
from constellations.models import Home, Person
from constellations.people.looking_after.actions import Days, begin_looking_after, end_looking_after
from tests.constellations.engagement.needs.quiet import Watched, sees
from tests.registers import rows

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
CALLED, VISITED, BOOKED = ContactKind.CALLED, ContactKind.VISITED, ContactKind.VISIT_BOOKED


@pytest.fixture
def watched(app: Flask) -> Watched:
    """Three families and those who look after them."""
    return Watched()


def write(viewer: Viewer, home: Home, kind: ContactKind = CALLED, ago: int = 0, note: str | None = None) -> uuid.UUID:
    return actions.write_down_contact(viewer, home.id, Written(kind, TODAY - ago * DAY, note))


def called_on(watched: Watched, home: Home) -> dt.date | None:
    """The day of the last call, as it counts."""
    signs = last_signs(sees(watched.liaison), [home.id])[home.id]
    return next((sign.on for sign in signs if sign.sign is Sign.CALLED), None)


def test_a_call_is_a_sign_of_life_of_its_own_day_and_audited(watched: Watched) -> None:
    contact_id = write(sees(watched.liaison), watched.patel, ago=3, note=" All well. ")
    assert rows(Contact.kind, Contact.day, Contact.note) == [(CALLED, TODAY - 3 * DAY, "All well.")]
    assert ("called", contact_id, watched.patel.id) in rows(Activity.action, Activity.subject_id, Activity.home_id)
    assert ("wrote_contact", contact_id) in rows(AuditEntry.action, AuditEntry.subject_id)
    assert called_on(watched, watched.patel) == TODAY - 3 * DAY
    assert called_on(watched, watched.okafor) is None


def test_a_button_pressed_twice_is_one_call_and_a_note_another(watched: Watched) -> None:
    liaison = sees(watched.liaison)
    assert write(liaison, watched.patel) == write(liaison, watched.patel)
    assert len({write(liaison, watched.patel, note="One."), write(liaison, watched.patel, note="Two.")}) == 2
    assert len(rows(Contact.id)) == 3


def test_what_was_written_down_by_mistake_is_taken_back_with_its_sign(watched: Watched) -> None:
    liaison = sees(watched.liaison)
    write(liaison, watched.patel, ago=20)
    mistaken = write(liaison, watched.patel)
    assert called_on(watched, watched.patel) == TODAY
    assert actions.take_back_contact(liaison, mistaken) == watched.patel.id
    assert called_on(watched, watched.patel) == TODAY - 20 * DAY
    assert ("took_back_contact", mistaken) in rows(AuditEntry.action, AuditEntry.subject_id)
    with pytest.raises(NotFound):
        actions.take_back_contact(liaison, mistaken)


def test_another_day_moves_the_sign(watched: Watched) -> None:
    liaison = sees(watched.liaison)
    contact_id = write(liaison, watched.patel)
    actions.correct_contact(liaison, contact_id, Written(VISITED, TODAY - 5 * DAY, "Over tea."), 1)
    assert rows(Contact.kind, Contact.day, Contact.note) == [(VISITED, TODAY - 5 * DAY, "Over tea.")]
    assert called_on(watched, watched.patel) == TODAY - 5 * DAY
    with pytest.raises(ChangedMeanwhile, match="visited on Tuesday 17 November 2026"):
        actions.correct_contact(liaison, contact_id, Written(CALLED, TODAY), 1)


def test_a_booked_visit_is_a_sign_once_somebody_was_there(watched: Watched, clock: time_machine.Traveller) -> None:
    visit = write(sees(watched.liaison), watched.patel, BOOKED, ago=-2)
    assert called_on(watched, watched.patel) is None
    assert in_touch(sees(watched.liaison), [watched.patel.id])[watched.patel.id].visit_on == TODAY + 2 * DAY
    with pytest.raises(rules.NotYetBeen):
        actions.correct_contact(sees(watched.liaison), visit, Written(VISITED, TODAY + 2 * DAY), 1)
    clock.move_to("2026-11-25T09:00Z")
    touch = in_touch(sees(watched.liaison), [watched.patel.id])[watched.patel.id]
    assert (touch.visit_on, touch.missed_on) == (None, TODAY + 2 * DAY)
    actions.correct_contact(sees(watched.liaison), visit, Written(VISITED, TODAY + 2 * DAY), 1)
    touch = in_touch(sees(watched.liaison), [watched.patel.id])[watched.patel.id]
    assert (touch.spoke_on, touch.missed_on) == (TODAY + 2 * DAY, None)
    assert called_on(watched, watched.patel) == TODAY + 2 * DAY


def test_an_old_note_can_be_put_right_however_old_it_is(watched: Watched, clock: time_machine.Traveller) -> None:
    contact_id = write(sees(watched.liaison), watched.patel)
    clock.move_to("2027-03-01T09:00Z")
    actions.correct_contact(sees(watched.liaison), contact_id, Written(CALLED, TODAY, "By phone."), 1)
    with pytest.raises(rules.ContactOutOfReach):
        actions.correct_contact(sees(watched.liaison), contact_id, Written(CALLED, TODAY - DAY), 2)


def test_only_who_looks_after_a_family_writes_or_reads_of_it(watched: Watched) -> None:
    contact_id = write(sees(watched.liaison), watched.patel, note="Only for us.")
    for stranger in (watched.neighbour, watched.far_manager):
        with pytest.raises(NotFound):
            write(sees(stranger), watched.patel)
        with pytest.raises(NotFound):
            actions.take_back_contact(sees(stranger), contact_id)
        with pytest.raises(NotFound):
            actions.leave_in_peace(sees(stranger), watched.patel.id, Peace(SnoozeReason.HOLIDAY, TODAY + DAY))
    for other in (watched.anita, watched.finance):
        with pytest.raises(Forbidden):
            write(sees(other), watched.patel)
    write(sees(watched.manager), watched.patel, note="From the office.")
    assert len(contact_log(sees(watched.manager), watched.patel.id).contacts) == 2
    assert contact_log(sees(watched.anita), watched.patel.id).snoozes == ()


def read_by(person: Person, home: Home) -> list[str | None]:
    """The notes that somebody reads of a family: on its page, and wherever else its calls and snoozes are asked for."""
    viewer, found = sees(person), list[str | None]()
    with suppress(NotFound):
        found += [line.note for line in contact_log(viewer, home.id).contacts]
    found += [row.note for row in session().scalars(visible(viewer, Contact))]
    return [*found, *(row.words for row in session().scalars(visible(viewer, Snooze)))]


def test_its_notes_are_read_by_whoever_looks_after_it_today_and_no_longer(
    watched: Watched, clock: time_machine.Traveller
) -> None:
    write(sees(watched.liaison), watched.patel, note="Only for us.")
    peace = Peace(SnoozeReason.OTHER, TODAY + 30 * DAY, "In hospital.")
    actions.leave_in_peace(sees(watched.liaison), watched.patel.id, peace)
    all_of_it = ["Only for us.", "Only for us.", "In hospital."]

    def reads(person: Person) -> list[str | None]:
        """What somebody reads of Patel."""
        return read_by(person, watched.patel)

    assert (reads(watched.liaison), reads(watched.manager)) == (all_of_it, all_of_it)
    for other in (watched.neighbour, watched.far_manager, watched.anita, watched.finance):
        assert reads(other) == []
    manager, lights = sees(watched.manager), watched.lights.id
    begin_looking_after(manager, watched.neighbour.id, lights, Days(TODAY, TODAY + 6 * DAY, is_cover=True))
    end_looking_after(manager, watched.liaison.id, lights, ALWAYS)
    assert (reads(watched.liaison), reads(watched.neighbour)) == ([], all_of_it)
    clock.move_to("2026-11-28T09:00Z")
    assert reads(watched.neighbour) == all_of_it
    clock.move_to("2026-11-29T09:00Z")
    assert reads(watched.neighbour) == []
    assert reads(watched.manager) == all_of_it


def test_a_carer_reads_that_somebody_called_and_when_but_nothing_of_the_log(watched: Watched) -> None:
    contact_id = write(sees(watched.liaison), watched.patel, ago=1, note="Only for us.")
    write(sees(watched.liaison), watched.patel, BOOKED, ago=-3)
    anita = sees(watched.anita)
    tiles = {tile.name: tile.figure for tile in own_signs(anita).tiles}
    assert tiles["called"] == "Sat 21 Nov"
    assert contact_log(anita, watched.patel.id).contacts == ()
    with pytest.raises(NotFound):
        contact_page(anita, contact_id)


def test_a_snooze_ends_on_its_day_and_another_one_takes_its_place(
    watched: Watched, clock: time_machine.Traveller
) -> None:
    liaison, homes = sees(watched.liaison), [watched.patel.id]
    first = actions.leave_in_peace(liaison, watched.patel.id, Peace(SnoozeReason.HOLIDAY, TODAY + 14 * DAY, "ignored"))
    assert [(one.snooze_id, one.words) for one in last_snoozes(liaison, homes).values()] == [(first, None)]
    clock.shift(DAY)
    liaison = sees(watched.liaison)
    second = actions.leave_in_peace(liaison, watched.patel.id, Peace(SnoozeReason.OTHER, TODAY + 20 * DAY, " Moving. "))
    assert sorted(rows(Snooze.id, Snooze.until, Snooze.words), key=lambda row: row[1]) == [
        (first, TODAY + DAY, None),
        (second, TODAY + 20 * DAY, "Moving."),
    ]
    assert last_snoozes(liaison, homes)[watched.patel.id].snooze_id == second
    assert contact_log(liaison, watched.patel.id).running is not None
    clock.shift(DAY)
    assert actions.end_peace(sees(watched.liaison), second) == watched.patel.id
    assert contact_log(sees(watched.liaison), watched.patel.id).running is None
    clock.shift(40 * DAY)
    assert last_snoozes(sees(watched.liaison), homes) == {}


def test_a_snooze_of_today_is_undone_as_if_it_had_not_been(watched: Watched) -> None:
    liaison = sees(watched.liaison)
    snooze = actions.leave_in_peace(liaison, watched.patel.id, Peace(SnoozeReason.BEREAVEMENT, TODAY + 14 * DAY))
    actions.end_peace(liaison, snooze)
    assert rows(Snooze.id) == []
    assert {"left_in_peace", "ended_peace"} <= {action for (action,) in rows(AuditEntry.action)}
    with pytest.raises(rules.ReasonMissing):
        actions.leave_in_peace(liaison, watched.patel.id, Peace(SnoozeReason.OTHER, TODAY + DAY, "  "))
    assert last_signs(liaison, [watched.patel.id])[watched.patel.id] == ()


def test_a_family_prefers_the_phone_until_it_does_not(watched: Watched) -> None:
    liaison = sees(watched.liaison)
    for prefers in (True, True, False, False, True):
        actions.say_prefers_phone(liaison, watched.patel.id, prefers)
        assert (watched.patel.id in phoned_rather(liaison, [watched.patel.id])) is prefers
    assert rows(PrefersPhone.home_id) == [(watched.patel.id,)]
