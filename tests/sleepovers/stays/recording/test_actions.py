"""Recording a stay that nobody asked for, and saying later who the child is."""

import datetime as dt
import uuid

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, find
from constellations.children.models import Child, ChildStatusFrom
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.rules import StayAuthority
from sleepovers.asks.models import Agreement
from sleepovers.asks.rules import AgreementState, StepTaken
from sleepovers.booking.refusals import LivesThere, NoBedFree, SleepsElsewhere
from sleepovers.claims.models import ClosedMonth
from sleepovers.models import Stay, StayNight
from sleepovers.nights.rules import MonthClosed, Overtaken
from sleepovers.rules import DepartsBeforeArriving, Moment, NightState, StayKind, StayState
from sleepovers.stays.actions import WhatHappened, correct_stay, say_nobody_came
from sleepovers.stays.recording import rules
from sleepovers.stays.recording.actions import Recorded, name_child, record_stay
from sleepovers.stays.recording.queries import unnamed_in
from sleepovers.stays.rules import OutOfReach
from tests import factories
from tests.factories import decided_by
from tests.registers import rows
from tests.sleepovers.asks.asking import heard, make_trusted_households, timeline
from tests.sleepovers.households import Households, acts, audited, beds, history, sees, states, stored_stay

PLANNED, HAPPENED = NightState.PLANNED, NightState.HAPPENED
NOVEMBER = Month(2026, 11)


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def record(
    homes: Households,
    came: str,
    left: str,
    by: str = "moira",
    initials: str = "jb",
    reason: str = "",
    named: bool = True,
) -> Stay:
    """Record a stay at the hub, of a child of the Patels where it is named."""
    family = homes.patel.id if named else None
    ends = Moment.parse(came), Moment.parse(left)
    told = Recorded(homes.hub.id, *ends, family_id=family, initials=initials, reason=reason)
    stay_id = record_stay(sees(getattr(homes, by)), told)
    session().rollback()
    return find(Viewer.system(), Stay, stay_id)


def test_an_arrival_in_the_small_hours_is_recorded_with_the_night_that_is_over(homes: Households) -> None:
    found: list[Stay] = []
    news = heard(lambda: found.append(record(homes, "2026-11-22T02:00", "2026-11-24")))
    (stay,) = found
    assert (stay.child_id, stay.host_id, stay.ask_id) == (homes.jb.id, homes.hub.id, None)
    assert (stay.kind, stay.state) == (StayKind.EMERGENCY, StayState.UNDER_WAY)
    assert stay.arrived_at == dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    assert states(stay) == {"2026-11-21": HAPPENED, "2026-11-22": PLANNED, "2026-11-23": PLANNED}
    assert set(beds(stay).values()) == {1}
    assert timeline(stay.id) == [(StepTaken.RECORDED, False)]
    assert acts(stay.id) == ["recorded_stay"]
    assert ("recorded_stay", "child_id;host_id;state") in audited(stay.id)
    assert news.mailed == {"Tom Hale", "Anita Patel", "Dee Marsh"}
    assert "A sleepover was recorded: Sat 21 Nov, 3 nights." in news.words["Anita Patel"]


def test_a_stay_that_begins_tonight_is_under_way(homes: Households) -> None:
    stay = record(homes, "2026-11-22T21:00", "2026-11-23", by="liaison")
    assert (stay.state, states(stay)) == (StayState.UNDER_WAY, {"2026-11-22": PLANNED})
    assert timeline(stay.id) == [(StepTaken.RECORDED, True)]


def test_a_stay_that_is_over_happened(homes: Households) -> None:
    stay = record(homes, "2026-11-20", "2026-11-21")
    assert (stay.state, stay.arrived_at, states(stay)) == (StayState.HAPPENED, None, {"2026-11-20": HAPPENED})


def fill(homes: Households, night: str) -> None:
    day = dt.date.fromisoformat(night)
    for bed in (1, 2):
        child = factories.create_child(homes.service, homes.okafor, f"X{bed}")
        factories.create_stay(child, homes.hub, night, str(day + dt.timedelta(days=1)), StayState.AGREED, bed=bed)


def test_what_is_over_is_recorded_also_beyond_the_beds_and_what_is_to_come_is_not(homes: Households) -> None:
    fill(homes, "2026-11-21")
    assert beds(record(homes, "2026-11-21", "2026-11-22")) == {"2026-11-21": "over"}
    fill(homes, "2026-11-22")
    with pytest.raises(NoBedFree, match="ask your liaison worker, who can allow it"):
        record(homes, "2026-11-22", "2026-11-23")
    stay = record(homes, "2026-11-22", "2026-11-23", "liaison", reason="The police brought her.")
    assert beds(stay) == {"2026-11-22": "over"}
    assert timeline(stay.id) == [(StepTaken.OVERRULED, False), (StepTaken.RECORDED, True)]
    assert ("overruled_check", "no_bed") in audited(stay.id)


def test_whoever_decides_for_the_child_is_asked_afterwards(homes: Households) -> None:
    decided_by(StayAuthority.ASK_FIRST, homes.jb)
    stay = record(homes, "2026-11-22T02:00", "2026-11-23")
    assert rows(
        Agreement.stay_id, Agreement.child_id, Agreement.owner_id, Agreement.state, Agreement.is_afterwards
    ) == [(stay.id, homes.jb.id, homes.liaison.id, AgreementState.WAITING, True)]


def test_who_may_not_record_is_told_why(homes: Households) -> None:
    with pytest.raises(rules.NotTheirHome):
        record(homes, "2026-11-20", "2026-11-21", by="anita")
    with pytest.raises(Forbidden):
        record(homes, "2026-11-20", "2026-11-21", by="finance")
    with pytest.raises(rules.StillAhead):
        record(homes, "2026-11-23", "2026-11-24")
    with pytest.raises(DepartsBeforeArriving):
        record(homes, "2026-11-20", "2026-11-19")
    with pytest.raises(OutOfReach):
        record(homes, "2014-11-20", "2014-11-21")
    foreign = factories.create_home(factories.create_service())
    ends = Moment.parse("2026-11-20"), Moment.parse("2026-11-21")
    for told in (Recorded(foreign.id, *ends), Recorded(homes.hub.id, *ends, family_id=foreign.id)):
        with pytest.raises(NotFound):
            record_stay(sees(homes.manager), told)
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))
    with pytest.raises(MonthClosed):
        record(homes, "2026-10-31", "2026-11-02")
    assert rows(Stay.id) == rows(StayNight.night) == []


def test_a_child_in_another_place_or_at_home_is_not_recorded(homes: Households) -> None:
    homes.stay("2026-11-20", "2026-11-21", host=homes.okafor)
    with pytest.raises(SleepsElsewhere, match="JB is down for another stay on Fri 20 Nov"):
        record(homes, "2026-11-20", "2026-11-21")
    factories.create_child(homes.service, homes.hub, "MM")
    told = Recorded(homes.hub.id, Moment.parse("2026-11-20"), Moment.parse("2026-11-21"), family_id=homes.hub.id)
    with pytest.raises(LivesThere):
        record_stay(sees(homes.moira), told)


@pytest.mark.parametrize(("initials", "named"), [("", False), ("JB", False), ("QQ", True), ("", True)])
def test_a_child_whom_family_and_initials_do_not_single_out_is_still_to_be_named(
    homes: Households, initials: str, named: bool
) -> None:
    factories.create_child(homes.service, homes.patel, "LM")
    stay = record(homes, "2026-11-21", "2026-11-22", initials=initials, named=named)
    child = find(Viewer.system(), Child, stay.child_id)
    assert (child.is_unnamed, child.initials) == (True, initials or "?")
    assert rows(Agreement.id) == [], "nobody knows yet whom to ask"
    assert unnamed_in(sees(homes.manager), homes.service.id, NOVEMBER) == 1
    assert unnamed_in(sees(homes.manager), homes.service.id, Month(2026, 10)) == 0


def name(homes: Households, stay: Stay, child: Child, by: str = "liaison") -> None:
    name_child(sees(getattr(homes, by)), stay.id, stored_stay(stay).version, child.id)


def test_a_child_is_named_and_the_nights_and_their_history_are_its_own(homes: Households) -> None:
    decided_by(StayAuthority.ASK_FIRST, homes.jb)
    stay = record(homes, "2026-11-21", "2026-11-23", named=False)
    before = stay.child_id
    news = heard(lambda: name(homes, stay, homes.jb))
    assert stored_stay(stay).child_id == homes.jb.id
    assert rows(StayNight.child_id, StayNight.bed, StayNight.state) == [
        (homes.jb.id, 1, HAPPENED),
        (homes.jb.id, 1, PLANNED),
    ]
    assert history(stay) == [("2026-11-21", None, HAPPENED), ("2026-11-22", None, PLANNED)]
    assert (before,) not in rows(Child.id) + rows(ChildStatusFrom.child_id)
    assert timeline(stay.id) == [(StepTaken.NAMED, True), (StepTaken.RECORDED, False)]
    assert ("named_child", "child_id") in audited(stay.id)
    assert rows(Agreement.child_id, Agreement.owner_id) == [(homes.jb.id, homes.liaison.id)]
    assert news.mailed == {"Moira Hale", "Tom Hale", "Anita Patel"}
    assert unnamed_in(sees(homes.manager), homes.service.id, NOVEMBER) == 0
    with pytest.raises(rules.NamedAlready):
        name(homes, stay, homes.ak)


def test_of_two_rows_for_one_night_the_one_that_was_not_stayed_makes_way(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = record(homes, "2026-11-19", "2026-11-21", named=False)
    came = WhatHappened(Moment.parse("2026-11-20"), Moment.parse("2026-11-21"))
    clock.shift(dt.timedelta(minutes=1))
    correct_stay(sees(homes.moira), stay.id, stay.version, came)
    before = factories.create_stay(homes.jb, homes.okafor, "2026-11-19", "2026-11-20")
    off = homes.stay("2026-11-20", "2026-11-21", host=homes.okafor)
    say_nobody_came(sees(homes.okafors), off.id, off.version, "")
    name(homes, stay, homes.jb)
    assert states(stay) == {"2026-11-20": HAPPENED}
    assert states(before) == {"2026-11-19": HAPPENED}
    assert states(off) == {}


def test_who_cannot_be_named_is_not(homes: Households) -> None:
    stay = record(homes, "2026-11-21", "2026-11-22", named=False)
    foreign = factories.create_child(factories.create_service())
    with pytest.raises(Forbidden):
        name(homes, stay, homes.jb, by="moira")
    for child_id in (foreign.id, stay.child_id, uuid.uuid4()):
        with pytest.raises(NotFound):
            name_child(sees(homes.manager), stay.id, stay.version, child_id)
    with pytest.raises(Overtaken):
        name_child(sees(homes.liaison), stay.id, 7, homes.jb.id)
    homes.stay("2026-11-21", "2026-11-22", homes.jb, homes.okafor)
    with pytest.raises(SleepsElsewhere):
        name(homes, stay, homes.jb)
    at_home = factories.create_child(homes.service, homes.hub, "MM")
    with pytest.raises(LivesThere):
        name(homes, stay, at_home)
    factories.stored(ClosedMonth(service_id=homes.service.id, month=NOVEMBER))
    with pytest.raises(MonthClosed):
        name(homes, stay, homes.ak)
    assert find(Viewer.system(), Child, stored_stay(stay).child_id).is_unnamed
