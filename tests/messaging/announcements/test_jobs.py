"""What is written for later goes out at its moment, once, and may be changed or called off until then."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import LiaisonAssignment
from messaging.announcements import rules
from messaging.announcements.actions import (
    Drafted,
    change_announcement,
    remind,
    send_due_announcements,
    withdraw_announcement,
)
from messaging.announcements.queries import planned_announcements
from tests.messaging.announcements.announcing import shown, titles, told, write
from tests.sleepovers.at_once import at_once
from tests.sleepovers.households import Households, acts, sees

LATER = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
READERS = {"Tom Hale", "Anita Patel", "Chi Okafor", "Dee Marsh"}


def run() -> int:
    """Let the job look once; gives how many went out."""
    return send_due_announcements(Viewer.system(), None, LATER.date(), LATER.date()).found


def test_what_is_written_for_later_goes_out_once_also_after_a_pause(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    announced = write(homes.moira, homes.constellation, at=LATER)
    assert (told(), titles(homes.moira), run()) == ({}, [], 0)
    assert [one.title for one in planned_announcements(sees(homes.moira))] == ["Training"]
    for person in (homes.anita, homes.liaison, homes.manager):
        with pytest.raises(NotFound):
            shown(person, announced)
    with pytest.raises(rules.NotOutYet):
        remind(sees(homes.moira), announced)
    clock.move_to(LATER + dt.timedelta(days=3))
    assert at_once(app, *[run] * 3) == []
    assert set(told()) == READERS
    assert {len(words) for words in told().values()} == {1}
    assert run() == 0
    assert acts(announced).count("sent_announcement") == 1
    assert shown(homes.anita, announced).at == LATER + dt.timedelta(days=3)


def test_until_its_moment_it_is_changed_or_called_off(homes: Households, clock: time_machine.Traveller) -> None:
    viewer = sees(homes.moira)
    moved, dropped, hurried = (write(homes.moira, homes.constellation, name, LATER) for name in ("One", "Two", "Three"))
    here, day = homes.constellation.id, dt.timedelta(days=1)
    with pytest.raises(rules.GoneBy):
        change_announcement(viewer, moved, Drafted("x", "y", here, LATER - 30 * day), 1)
    with pytest.raises(NotFound):
        change_announcement(viewer, moved, Drafted("x", "y", None, LATER), 1)
    change_announcement(viewer, moved, Drafted("One, moved", "Later.", here, LATER + day), 1)
    change_announcement(viewer, hurried, Drafted("Three, now", "Now.", here), 1)
    withdraw_announcement(viewer, dropped)
    with pytest.raises(NotFound):
        shown(homes.moira, dropped)
    assert titles(homes.anita) == ["Three, now"]
    clock.move_to(LATER)
    assert run() == 0
    clock.move_to(LATER + day)
    assert run() == 1
    assert titles(homes.anita) == ["One, moved", "Three, now"]
    with pytest.raises(ChangedMeanwhile):
        change_announcement(viewer, moved, Drafted("x", "y", here, LATER), 2)


def test_what_its_author_may_not_send_any_more_does_not_go_out(
    homes: Households, clock: time_machine.Traveller
) -> None:
    write(homes.liaison, homes.constellation, at=LATER)
    ended = update(LiaisonAssignment).where(LiaisonAssignment.person_id == homes.liaison.id)
    with transaction() as here:
        here.execute(covering(Viewer.system(), ended.values(ends_on=Viewer.system().today)))
    clock.move_to(LATER)
    assert run() == 0
    assert told() == {
        "Dee Marsh": ["An announcement of yours has not gone out: you do not write to these people any more."]
    }
    assert titles(homes.anita) == []
