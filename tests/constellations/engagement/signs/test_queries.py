"""The signs of families are right at once: rolled up or not, taken back or not; and each is read by whom it is for."""

import datetime as dt
import uuid

import pytest
import time_machine

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.core.database import database
from constellations.core.errors import Forbidden
from constellations.engagement.signs.queries import counting_since, last_signs, signs_by_month
from constellations.engagement.signs.rules import LastSign, Sign
from constellations.models import Home
from constellations.permissions import Role
from tests.constellations.engagement.signs.telling import kinds, roll_up, tell
from tests.constellations.events.families import Families, sees
from tests.factories import create_home, create_person, create_service, join, together
from tests.queries import count_queries

PICNIC, WALK = uuid.UUID(int=11), uuid.UUID(int=12)
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
SYSTEM = Viewer.system


def last(home: Home) -> list[LastSign]:
    """The last signs of a home, for the system."""
    return list(last_signs(SYSTEM(), [home.id])[home.id])


def months(home: Home) -> dict[Month, dict[Sign, int]]:
    """The signs of a home in October and November, for the system."""
    found = signs_by_month(SYSTEM(), [home.id], OCTOBER, NOVEMBER)[home.id]
    return {month: dict(signs) for month, signs in found.items()}


def test_a_family_that_gave_no_sign_has_none(families: Families) -> None:
    assert last(families.patel) == []
    assert months(families.patel) == {OCTOBER: {}, NOVEMBER: {}}


def test_signs_are_the_same_before_the_roll_up_after_it_and_half_way(
    families: Families, clock: time_machine.Traveller
) -> None:
    tell(families.patel, "came_to_event", dt.date(2026, 10, 3), PICNIC)
    clock.shift(dt.timedelta(days=1))
    tell(families.patel, "came_to_event", dt.date(2026, 11, 7), WALK)
    tell(families.patel, "talked", dt.date(2026, 11, 20))
    for _ in range(3):
        assert last(families.patel) == [
            LastSign(Sign.WROTE, dt.date(2026, 11, 20), None, "talked"),
            LastSign(Sign.CAME, dt.date(2026, 11, 7), WALK, "came_to_event"),
        ]
        assert months(families.patel) == {OCTOBER: {Sign.CAME: 1}, NOVEMBER: {Sign.CAME: 1, Sign.WROTE: 1}}
        roll_up(families.patel)
        clock.shift(dt.timedelta(hours=1))


def test_what_comes_after_the_roll_up_counts_at_once(families: Families, clock: time_machine.Traveller) -> None:
    tell(families.patel, "talked", dt.date(2026, 11, 20))
    clock.shift(dt.timedelta(hours=1))
    assert roll_up(families.patel) == 1
    tell(families.patel, "talked", dt.date(2026, 11, 22))
    # Told today, and of an earlier day.
    tell(families.patel, "came_to_event", dt.date(2026, 10, 30), PICNIC)
    assert [(one.sign, one.on.day) for one in last(families.patel)] == [(Sign.WROTE, 22), (Sign.CAME, 30)]
    assert months(families.patel) == {OCTOBER: {Sign.CAME: 1}, NOVEMBER: {Sign.WROTE: 2}}


def test_what_is_stored_late_is_not_lost(families: Families, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(hours=1))
    tell(families.patel, "talked", dt.date(2026, 11, 21))
    clock.shift(dt.timedelta(hours=1))
    roll_up(families.patel)
    # Whoever wrote this began before the roll-up and was done after it.
    tell(families.patel, "voted", at=clock_now() - dt.timedelta(minutes=20))
    assert kinds(last(families.patel)) == [Sign.ANSWERED, Sign.WROTE]
    clock.shift(dt.timedelta(hours=1))
    assert roll_up(families.patel) == 1
    assert kinds(last(families.patel)) == [Sign.ANSWERED, Sign.WROTE]


def clock_now() -> dt.datetime:
    """The frozen moment."""
    return dt.datetime.now(dt.UTC)


def test_what_is_taken_back_after_the_roll_up_is_gone_at_once(
    families: Families, clock: time_machine.Traveller
) -> None:
    tell(families.patel, "came_to_event", dt.date(2026, 10, 3), PICNIC)
    tell(families.patel, "came_to_event", dt.date(2026, 11, 7), WALK)
    clock.shift(dt.timedelta(hours=1))
    roll_up(families.patel)
    tell(families.patel, "did_not_come_to_event", dt.date(2026, 11, 7), WALK)
    for _ in range(3):
        assert last(families.patel) == [LastSign(Sign.CAME, dt.date(2026, 10, 3), PICNIC, "came_to_event")]
        assert months(families.patel) == {OCTOBER: {Sign.CAME: 1}, NOVEMBER: {}}
        clock.shift(dt.timedelta(hours=1))
        roll_up(families.patel)
    tell(families.patel, "came_to_event", dt.date(2026, 11, 7), WALK)
    assert months(families.patel) == {OCTOBER: {Sign.CAME: 1}, NOVEMBER: {Sign.CAME: 1}}


def test_what_staff_do_for_a_family_is_no_sign_of_it(families: Families) -> None:
    for action in ("answered_event", "talked", "asked_for_sleepover", "planned_event"):
        tell(families.patel, action, is_own=False)
    assert last(families.patel) == []


def test_that_a_family_came_or_hosted_counts_whoever_writes_it_down(families: Families) -> None:
    tell(families.patel, "came_to_event", subject=PICNIC, is_own=False)
    tell(families.patel, "hosted_night", subject=WALK, is_own=False)
    assert set(kinds(last(families.patel))) == {Sign.CAME, Sign.HOSTED}


@pytest.mark.parametrize("action", ["sign_in", "got_it", "set_pattern", "loaded_register", "change_password"])
def test_signing_in_reading_settings_and_imports_are_no_signs(families: Families, action: str) -> None:
    tell(families.patel, action)
    assert last(families.patel) == []


def test_carers_read_their_own_signs_alone(families: Families) -> None:
    homes = [families.patel.id, families.okafor.id, families.hill.id]
    for home in (families.patel, families.okafor, families.hill):
        tell(home)
    assert list(last_signs(sees(families.anita), homes)) == [families.patel.id]
    assert list(signs_by_month(sees(families.moira), homes, NOVEMBER, NOVEMBER)) == []


def test_a_liaison_worker_reads_the_own_constellations_and_a_manager_the_service(families: Families) -> None:
    other = create_home(create_service(), "Elsewhere")
    homes = [families.patel.id, families.hill.id, other.id]
    tell(families.patel)
    assert set(last_signs(sees(families.liaison), homes)) == {families.patel.id}
    assert set(last_signs(sees(families.manager), homes)) == {families.patel.id, families.hill.id}


def test_finance_and_regional_viewers_read_no_signs(families: Families) -> None:
    with pytest.raises(Forbidden):
        last_signs(sees(families.finance), [families.patel.id])
    with pytest.raises(Forbidden):
        signs_by_month(sees(families.finance), [families.patel.id], NOVEMBER, NOVEMBER)


def test_however_many_homes_the_number_of_queries_is_the_same(
    families: Families, clock: time_machine.Traveller
) -> None:
    with together():
        many = [create_home(families.service) for _ in range(20)]
        for home in many:
            join(home, families.ours)
    for home in many:
        tell(home, "came_to_event", subject=PICNIC)
    clock.shift(dt.timedelta(hours=1))
    roll_up(many[0])
    for home in many:
        tell(home)
    viewer = sees(create_person(Role.LIAISON, families.service, constellations=(families.ours,)))
    sent = []
    for homes in ([many[0].id], [home.id for home in many]):
        with count_queries(database().engine) as each:
            assert len(last_signs(viewer, homes)) == len(homes)
            signs_by_month(viewer, homes, OCTOBER, NOVEMBER)
        sent.append(len(each))
    assert sent[0] == sent[1] == 8


def test_the_log_of_a_service_begins_with_its_first_row(families: Families) -> None:
    assert counting_since(SYSTEM(), families.patel.id) is None
    tell(families.hill, at=dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC))
    assert counting_since(SYSTEM(), families.patel.id) == dt.date(2026, 7, 1)
    assert counting_since(sees(families.anita), families.okafor.id) is None
