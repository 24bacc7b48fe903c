"""The roll-up adds what happened since, nothing twice; from nothing it comes to the same."""

import datetime as dt
import random
import uuid

import time_machine
from sqlalchemy import delete

from constellations.access import Viewer, covering
from constellations.activity.models import Activity
from constellations.core.clock import Month
from constellations.core.database import database, transaction
from constellations.engagement.signs.actions import count_homes_anew, count_signs_anew, roll_up_signs
from constellations.engagement.signs.models import SignMark
from constellations.engagement.signs.queries import signs_by_month
from constellations.engagement.signs.rules import Sign
from tests.constellations.engagement.signs.telling import cells, roll_up, tell
from tests.constellations.events.families import Families
from tests.factories import create_home, create_service, together
from tests.queries import count_queries
from tests.registers import rows

SYSTEM = Viewer.system
SUBJECTS = [uuid.UUID(int=number) for number in (11, 12, 13)]


def test_a_second_run_adds_nothing(families: Families, clock: time_machine.Traveller) -> None:
    tell(families.patel)
    clock.shift(dt.timedelta(hours=1))
    assert (roll_up(families.patel), roll_up(families.patel)) == (1, 0)
    assert [(row[0], row[3]) for row in cells()] == [(families.patel.id, 1)]


def test_the_newest_minutes_are_left_for_the_next_run(families: Families, clock: time_machine.Traveller) -> None:
    tell(families.patel)
    clock.shift(dt.timedelta(minutes=29))
    assert roll_up(families.patel) == 0
    clock.shift(dt.timedelta(minutes=2))
    assert roll_up(families.patel) == 1


def test_each_service_has_its_own_mark(families: Families, clock: time_machine.Traveller) -> None:
    other = create_home(create_service())
    tell(families.patel)
    tell(other)
    clock.shift(dt.timedelta(hours=1))
    roll_up(families.patel)
    assert {row[0] for row in cells()} == {families.patel.id}
    assert [row[0] for row in rows(SignMark.service_id)] == [families.service.id]


def test_no_service_has_nothing_to_count(families: Families, clock: time_machine.Traveller) -> None:
    tell(families.patel)
    clock.shift(dt.timedelta(hours=1))
    today = dt.date(2026, 11, 22)
    assert roll_up_signs(SYSTEM(), None, today, today).found == 0
    assert cells() == []


def test_in_whatever_cuts_it_runs_it_comes_to_the_same_as_from_nothing(
    families: Families, clock: time_machine.Traveller
) -> None:
    dice = random.Random(26)
    homes = (families.patel, families.okafor)
    for _ in range(8):
        with together():
            for _ in range(dice.randint(0, 12)):
                on = dt.date(2026, dice.choice((9, 10, 11)), dice.randint(1, 3))
                action = dice.choice(("came_to_event", "did_not_come_to_event", "talked", "sign_in"))
                late = dt.timedelta(minutes=dice.randint(0, 25))
                at = dt.datetime.now(dt.UTC) - late
                tell(dice.choice(homes), action, on, dice.choice(SUBJECTS), dice.random() < 0.7, at)
        clock.shift(dt.timedelta(days=dice.choice((0, 1, 40)), minutes=dice.randint(0, 90)))
        if dice.random() < 0.7:
            roll_up(families.patel)
            _must_be_as_the_log_says(families)
    clock.shift(dt.timedelta(days=1))
    roll_up(families.patel)
    in_cuts = cells()
    count_signs_anew(SYSTEM(), families.service.id)
    assert len(in_cuts) > 5
    assert cells() == in_cuts


def _must_be_as_the_log_says(families: Families) -> None:
    """What is read with the roll-up is what is read without it."""
    homes, span = [families.patel.id, families.okafor.id], (Month(2026, 9), Month(2026, 11))
    with_it = signs_by_month(SYSTEM(), homes, *span)
    kept = cells()
    count_homes_anew(SYSTEM(), homes)
    assert cells() == kept
    count_signs_anew(SYSTEM(), families.service.id)
    assert signs_by_month(SYSTEM(), homes, *span) == with_it


def test_what_the_log_loses_the_roll_up_loses_too(families: Families, clock: time_machine.Traveller) -> None:
    tell(families.patel, "talked", dt.date(2026, 10, 3))
    tell(families.patel, "talked", dt.date(2026, 11, 20))
    tell(families.okafor)
    clock.shift(dt.timedelta(hours=1))
    roll_up(families.patel)
    with transaction() as here:
        old = delete(Activity).where(Activity.happened_on < dt.date(2026, 11, 1))
        here.execute(covering(SYSTEM(), old))
        count_homes_anew(SYSTEM(), [families.patel.id])
    found = signs_by_month(SYSTEM(), [families.patel.id, families.okafor.id], Month(2026, 10), Month(2026, 11))
    assert [dict(one) for one in found[families.patel.id].values()] == [{}, {Sign.WROTE: 1}]
    assert {row[0] for row in cells()} == {families.patel.id, families.okafor.id}


def test_a_day_more_is_read_and_no_day_before_it(families: Families, clock: time_machine.Traveller) -> None:
    for _ in range(3):
        tell(families.patel, "came_to_event", subject=SUBJECTS[0])
        clock.shift(dt.timedelta(days=1))
        with count_queries(database().engine) as sent:
            assert roll_up(families.patel) == 1
        reading = [one for one in sent if "FROM activity" in one]
        # The first time also where the log begins.
        assert len(reading) <= 2
