"""Correcting a stay: early home, longer, after midnight, elsewhere, not at all."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import RuleBroken
from constellations.notices.models import Notice, OutboxMail
from constellations.rules import HomeStatus
from sleepovers.booking.refusals import LivesThere, NoBedFree, SleepsElsewhere
from sleepovers.claims.models import ClosedMonth
from sleepovers.models import Stay
from sleepovers.nights.actions import confirm_nights, mark_absent
from sleepovers.nights.rules import MonthClosed, NotTheirsToTell, Overtaken
from sleepovers.rules import DepartsBeforeArriving, Moment, NightState, StayState
from sleepovers.stays import rules
from sleepovers.stays.actions import WhatHappened, correct_stay, say_nobody_came
from tests import factories
from tests.alerts import alert_all
from tests.sleepovers.households import (
    Households,
    acts,
    audited,
    beds,
    history,
    sees,
    states,
    stored_stay,
)

PLANNED, HAPPENED, ABSENT, NOT_STAYED = (
    NightState.PLANNED,
    NightState.HAPPENED,
    NightState.ABSENT,
    NightState.NOT_STAYED,
)


EVERYTHING = Viewer.system()


def was(came: str, left: str, reason: str = "") -> WhatHappened:
    return WhatHappened(Moment.parse(came), Moment.parse(left), reason)


def correct(homes: Households, stay: Stay, came: str, left: str, reason: str = "", by: str = "moira") -> None:
    """Say what happened, on the newest page."""
    correct_stay(sees(getattr(homes, by)), stay.id, stored_stay(stay).version, was(came, left, reason))


def test_a_child_home_early_frees_the_bed(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-23")
    correct(homes, stay, "2026-11-20", "2026-11-21", "homesick")
    assert states(stay) == {"2026-11-20": HAPPENED, "2026-11-21": NOT_STAYED, "2026-11-22": NOT_STAYED}
    assert beds(stay) == {"2026-11-20": 1, "2026-11-21": None, "2026-11-22": None}
    assert (stored_stay(stay).state, stored_stay(stay).depart_on) == (StayState.HAPPENED, dt.date(2026, 11, 21))
    assert len(history(stay)) == 3
    assert acts(stay.id) == ["corrected_stay"]
    assert [act for act, _ in audited(stay.id)] == ["corrected_stay", "corrected_stay"]
    after = homes.stay("2026-11-21", "2026-11-23", homes.ak)
    assert set(beds(after).values()) == {1}, "the freed bed may be given again"


def test_a_longer_stay_gets_a_bed_for_each_new_night(homes: Households) -> None:
    homes.stay("2026-11-21", "2026-11-23", homes.ak)
    stay = factories.create_stay(homes.jb, homes.hub, "2026-11-20", "2026-11-21", StayState.AGREED, bed=2)
    correct(homes, stay, "2026-11-20", "2026-11-24")
    assert list(states(stay).values()) == [HAPPENED, HAPPENED, PLANNED, PLANNED]
    assert list(beds(stay).values()) == [2, 2, 2, 1]
    assert stored_stay(stay).state is StayState.UNDER_WAY


def full_house(homes: Households, first: str, last: str) -> None:
    for bed in (1, 2):
        child = factories.create_child(homes.service, homes.okafor, f"X{bed}")
        factories.create_stay(child, homes.hub, first, last, StayState.AGREED, bed=bed)


def test_a_night_that_is_over_is_written_down_beyond_the_beds(homes: Households) -> None:
    full_house(homes, "2026-11-21", "2026-11-22")
    stay = homes.stay("2026-11-20", "2026-11-21")
    correct(homes, stay, "2026-11-20", "2026-11-22")
    assert beds(stay) == {"2026-11-20": 1, "2026-11-21": "over"}


def test_a_night_to_come_beyond_the_beds_is_for_staff_with_a_reason(homes: Households) -> None:
    full_house(homes, "2026-11-22", "2026-11-23")
    stay = homes.stay("2026-11-20", "2026-11-22")
    for by, reason in (("moira", "please"), ("liaison", "")):
        with pytest.raises(NoBedFree, match="Moira has no bed free on Sun 22 Nov"):
            correct(homes, stay, "2026-11-20", "2026-11-23", reason, by)
    assert list(states(stay).values()) == [PLANNED, PLANNED], "nothing is stored of what was refused"
    correct(homes, stay, "2026-11-20", "2026-11-23", "mother in hospital", "liaison")
    assert beds(stay)["2026-11-22"] == "over"
    assert ("overruled_check", "no_bed") in audited(stay.id)
    assert acts(stay.id) == ["corrected_stay"]


def test_an_arrival_after_midnight_belongs_to_the_night_before(homes: Households) -> None:
    stay = homes.stay("2026-11-21", "2026-11-22")
    correct(homes, stay, "2026-11-21T01:40", "2026-11-21T17:00")
    assert states(stay) == {"2026-11-20": HAPPENED, "2026-11-21": NOT_STAYED}
    assert stored_stay(stay).arrive == Moment.parse("2026-11-21T01:40")


def test_a_visit_by_day_leaves_no_night_and_did_happen(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    correct(homes, stay, "2026-11-20T10:00", "2026-11-20T19:30")
    assert states(stay) == {"2026-11-20": NOT_STAYED}


def test_a_child_who_was_away_stays_away_when_the_days_are_put_right(homes: Households) -> None:
    stay = homes.stay("2026-11-19", "2026-11-21")
    mark_absent(sees(homes.moira), stay.id, 1, dt.date(2026, 11, 20), "")
    correct(homes, stay, "2026-11-19", "2026-11-22")
    assert list(states(stay).values()) == [HAPPENED, ABSENT, HAPPENED]


def test_what_was_put_right_can_be_put_right_again(homes: Households, clock: time_machine.Traveller) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    correct(homes, stay, "2026-11-20", "2026-11-21")
    clock.shift(dt.timedelta(minutes=1))
    correct(homes, stay, "2026-11-20", "2026-11-22")
    assert list(states(stay).values()) == [HAPPENED, HAPPENED]
    assert beds(stay)["2026-11-21"] == 1
    assert [after for night, _, after in history(stay) if night == "2026-11-21"] == [NOT_STAYED, HAPPENED]


def test_a_child_who_is_down_for_another_stay_is_said_so(homes: Households) -> None:
    homes.stay("2026-11-21", "2026-11-22", host=homes.okafor)
    stay = homes.stay("2026-11-20", "2026-11-21")
    with pytest.raises(SleepsElsewhere, match="JB is down for another stay on Sat 21 Nov"):
        correct(homes, stay, "2026-11-20", "2026-11-22")
    assert states(stay) == {"2026-11-20": PLANNED}


def test_a_night_at_home_is_no_sleepover(homes: Households) -> None:
    home = factories.create_child(homes.service, homes.hub, "MM")
    stay = factories.create_stay(home, homes.hub, "2026-11-20", "2026-11-20", StayState.AGREED)
    with pytest.raises(LivesThere, match="MM lives with Moira on Fri 20 Nov"):
        correct(homes, stay, "2026-11-20", "2026-11-21")
    assert states(stay) == {}


@pytest.mark.parametrize(
    ("came", "left", "broken"),
    [
        ("2026-11-21", "2026-11-20", DepartsBeforeArriving),
        ("2026-11-20T18:00", "2026-11-20T17:00", DepartsBeforeArriving),
        ("2026-11-23", "2026-11-24", rules.ComesLater),
        ("1999-11-20", "1999-11-21", rules.OutOfReach),
        ("2026-11-20", "2031-11-21", rules.OutOfReach),
    ],
)
def test_what_cannot_have_happened_is_refused(
    homes: Households, came: str, left: str, broken: type[RuleBroken]
) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    with pytest.raises(broken):
        correct(homes, stay, came, left)
    assert states(stay) == {"2026-11-20": PLANNED}
    assert history(stay) == []


def test_a_stay_still_to_come_is_not_corrected(homes: Households) -> None:
    stay = homes.stay("2026-11-27", "2026-11-29")
    with pytest.raises(rules.NotBegunYet):
        correct(homes, stay, "2026-11-27", "2026-11-28")
    with pytest.raises(rules.NotBegunYet):
        say_nobody_came(sees(homes.moira), stay.id, 1, "")


def close_october(homes: Households) -> None:
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))


def test_a_closed_month_is_not_corrected_and_the_open_part_of_a_stay_is(homes: Households) -> None:
    stay = homes.stay("2026-10-30", "2026-11-02")
    confirm_nights(sees(homes.moira), stay.id, 1)
    close_october(homes)
    with pytest.raises(MonthClosed):
        correct(homes, stay, "2026-10-30", "2026-10-31")
    with pytest.raises(MonthClosed):
        correct(homes, stay, "2026-10-29", "2026-11-02")
    with pytest.raises(MonthClosed):
        say_nobody_came(sees(homes.moira), stay.id, 2, "")
    correct(homes, stay, "2026-10-30", "2026-11-01")
    assert list(states(stay).values()) == [HAPPENED, HAPPENED, NOT_STAYED]


def test_the_hour_of_arrival_stands_too_once_the_month_is_closed(homes: Households) -> None:
    stay = homes.stay("2026-10-30", "2026-11-02")
    confirm_nights(sees(homes.moira), stay.id, 1)
    close_october(homes)
    with pytest.raises(MonthClosed):
        correct(homes, stay, "2026-10-30T18:00", "2026-11-02")


def test_an_older_page_and_another_home_change_nothing(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    with pytest.raises(Overtaken):
        correct_stay(sees(homes.moira), stay.id, 7, was("2026-11-20", "2026-11-21"))
    with pytest.raises(NotTheirsToTell):
        correct(homes, stay, "2026-11-20", "2026-11-21", by="anita")
    with pytest.raises(NotTheirsToTell):
        say_nobody_came(sees(homes.anita), stay.id, 1, "")
    assert set(states(stay).values()) == {PLANNED}


def test_nobody_came(homes: Households) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24")
    say_nobody_came(sees(homes.moira), stay.id, 1, "ill")
    assert set(states(stay).values()) == {NOT_STAYED}
    assert set(beds(stay).values()) == {None}
    assert stored_stay(stay).state is StayState.CANCELLED
    assert acts(stay.id) == ["said_nobody_came"]
    with pytest.raises(rules.AlreadyOff):
        say_nobody_came(sees(homes.tom), stay.id, 2, "")


def test_who_was_said_not_to_have_come_may_have_come_all_the_same(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = homes.stay("2026-11-21", "2026-11-22")
    say_nobody_came(sees(homes.moira), stay.id, 1, "")
    clock.shift(dt.timedelta(hours=1))
    correct(homes, stay, "2026-11-21T23:50", "2026-11-22")
    assert states(stay) == {"2026-11-21": HAPPENED}
    assert stored_stay(stay).state is StayState.HAPPENED


def test_a_home_that_is_away_still_records_what_happened(homes: Households) -> None:
    away = factories.create_home(homes.service, "Away", status=HomeStatus.AWAY)
    factories.join(away, homes.constellation)
    stay = homes.stay("2026-11-20", "2026-11-20", host=away)
    correct(homes, stay, "2026-11-20", "2026-11-21", by="liaison")
    assert beds(stay) == {"2026-11-20": 1}


def test_who_is_concerned_hears_that_a_stay_is_changed_and_nobody_is_named(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-23")
    correct(homes, stay, "2026-11-20", "2026-11-21", "homesick")
    everything = Viewer.system()
    told = session().execute(covering(everything, select(Notice.person_id, Notice.words, Notice.path))).all()
    assert {row.person_id for row in told} == {homes.tom.id, homes.anita.id, homes.liaison.id}
    assert {(row.words, row.path) for row in told} == {
        ("A sleepover is changed: Fri 20 Nov, 1 night.", f"/stays/{stay.id}")
    }
    alert_all()
    mails = session().scalars(covering(everything, select(OutboxMail.body))).all()
    assert len(mails) == 3
    assert not any(word in mail for mail in mails for word in ("JB", "Moira", "Patel", "homesick"))
