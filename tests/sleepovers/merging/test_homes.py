"""Two records of one home become one: everything of the double is the kept home's, or nothing is stored."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.activity.models import Activity
from constellations.core.clock import ALWAYS, Month
from constellations.core.errors import Forbidden
from constellations.events.actions import plan_event
from constellations.events.answers.models import EventAnswer, EventGuest
from constellations.events.answers.rules import Coming
from constellations.events.rules import Circle
from constellations.feeds.rules import Content, Detail
from constellations.keys.models import OldKey
from constellations.models import Home, HomeTerms, Membership, Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.asks.models import Answer
from sleepovers.availability.models import ClosedWeekday
from sleepovers.claims.actions import flag_uplifts
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.merging.actions import look_at_merging_homes, merge_homes
from sleepovers.merging.queries import doubles_of_home, two_homes
from sleepovers.merging.rows.actions import references_to
from sleepovers.merging.rules import (
    AlreadyPaidFor,
    AskedBoth,
    BedsMeet,
    ClosedMonthDiffers,
    InTwoPlaces,
    MergedMeanwhile,
    SleepsAtHome,
    TheSame,
)
from sleepovers.models import Stay, StayNight
from sleepovers.payments.models import Adjustment
from sleepovers.payments.rules import AdjustmentStatus
from sleepovers.rules import AnswerState, AskState
from sleepovers.uplift import ClaimStatus
from tests import factories
from tests.constellations.events.planners import plan
from tests.constellations.feeds.standing import address_of, entries_not_right, fetched, titles
from tests.registers import everything, rows
from tests.sleepovers.households import Households, sees

EVERYTHING = Viewer.system()


@pytest.fixture
def double(homes: Households) -> Home:
    """Moira's home once more, with a carer of its own."""
    home = factories.create_home(homes.service, "Moira (old)")
    factories.create_person(Role.HUB_CARER, home=home, name="Ned Hale")
    return home


def merge(homes: Households, double: Home, seen: str = "1-1") -> None:
    """The manager merges the double into the hub."""
    merge_homes(sees(homes.manager), homes.hub.id, double.id, seen)


def refused(homes: Households, double: Home, error: type[Exception]) -> str:
    """What merging says, which stores nothing; looking says the same."""
    before = everything()
    manager, said = sees(homes.manager), set()
    for act in (lambda: look_at_merging_homes(manager, homes.hub.id, double.id), lambda: merge(homes, double)):
        with pytest.raises(error) as told:
            act()
        said.add(str(told.value))
    assert everything() == before
    (words,) = said
    return words


def test_everything_of_the_double_is_the_kept_homes(homes: Households, double: Home) -> None:
    stay = factories.create_stay(homes.jb, double, "2026-11-01", "2026-11-03")
    occurrence = factories.create_event(homes.constellation)
    said = {"said": Coming.GOING, "adults": 1, "children": 0, "for_day": occurrence.starts_on}
    answers = [EventAnswer(occurrence_id=occurrence.id, home_id=one.id, **said) for one in (homes.hub, double)]
    factories.stored(*answers)
    factories.stored(EventGuest(answer_id=answers[1].id, person_id=homes.moira.id))
    factories.stored(ClosedWeekday(home_id=double.id, weekday=2))
    factories.create_ask(
        (homes.jb,), (homes.hub, double), "2026-10-02", "2026-10-04", AskState.UNANSWERED, AnswerState.DECLINED
    )
    gone = double.id
    merge(homes, double)
    assert (rows(Stay.id, Stay.host_id), set(rows(StayNight.home_id))) == ([(stay.id, homes.hub.id)], {(homes.hub.id,)})
    assert {home for name, home in rows(Person.name, Person.home_id) if name == "Ned Hale"} == {homes.hub.id}
    assert rows(EventAnswer.id) == [(answers[0].id,)], "the kept home's own answer stands"
    assert rows(EventGuest.id) == []
    assert rows(Answer.home_id) == [(homes.hub.id,)]
    assert rows(ClosedWeekday.weekday) == []
    assert ("Moira (old)",) not in rows(Home.key)
    assert rows(OldKey.key, OldKey.subject_id) == [("Moira (old)", homes.hub.id)]
    assert [home for (home,) in rows(HomeTerms.home_id)].count(homes.hub.id) == 1
    assert ("merged_homes",) in rows(Activity.action)
    for column in references_to(Home).values():
        assert gone not in {key for (key,) in rows(column)}, column


YES, NO, OFFER = AnswerState.AGREED, AnswerState.DECLINED, AnswerState.OTHER_NIGHTS


@pytest.mark.parametrize(
    ("kept", "other", "stays"),
    [(NO, YES, YES), (YES, NO, YES), (NO, OFFER, OFFER), (AnswerState.WAITING, NO, NO), (YES, YES, YES)],
)
def test_of_two_answers_the_one_that_went_further_stays(
    homes: Households, double: Home, kept: AnswerState, other: AnswerState, stays: AnswerState
) -> None:
    ask = factories.create_ask((homes.jb,), (homes.hub, double), "2026-10-02", "2026-10-04", AskState.AGREED, kept)
    factories.changed(Answer(ask_id=ask.id, home_id=double.id), state=other, reason="of the double")
    merge(homes, double)
    reason = "of the double" if kept is not stays else None
    assert rows(Answer.home_id, Answer.state, Answer.reason) == [(homes.hub.id, stays, reason)]


def test_what_the_double_had_for_itself_stands_in_the_kept_homes_calendars_at_once(
    app: Flask, homes: Households, double: Home
) -> None:
    plan_event(sees(homes.manager), plan(Circle.HOME, home=double))
    path = address_of(homes.moira, Detail.FULL, Content.EVENTS)
    assert titles(fetched(app, path)) == []
    merge(homes, double)
    assert titles(fetched(app, path)) == ["Picnic"]
    assert entries_not_right() == []


def test_memberships_are_joined_or_refused(homes: Households, double: Home) -> None:
    other = factories.create_constellation(homes.service, "Valley")
    factories.join(double, other)
    factories.join(double, homes.constellation, HomeRole.HUB, ALWAYS, dt.date(2026, 6, 1))
    merge(homes, double)
    here = [row for row in rows(Membership.home_id, Membership.constellation_id) if row[0] == homes.hub.id]
    assert sorted(here) == sorted([(homes.hub.id, homes.constellation.id), (homes.hub.id, other.id)])
    satellite = factories.create_home(homes.service, "Third")
    factories.join(satellite, homes.constellation)
    with pytest.raises(InTwoPlaces, match="hub home in Harbour and satellite in Harbour at once"):
        merge_homes(sees(homes.manager), homes.hub.id, satellite.id, "2-1")


def test_claims_that_follow_their_nights_are_counted_anew(homes: Households, double: Home) -> None:
    factories.join(double, factories.create_constellation(homes.service), HomeRole.HUB)
    factories.create_stay(homes.jb, homes.hub, "2026-11-01", "2026-11-11")
    factories.create_stay(homes.ak, double, "2026-11-01", "2026-11-18")
    flag_uplifts(sees(homes.manager), homes.service.id, [Month(2026, 11)])
    assert rows(Claim.home_id, Claim.counted) == [(double.id, 17)]
    merge(homes, double)
    assert rows(Claim.home_id, Claim.counted) == [(homes.hub.id, 27)]


def test_what_was_paid_or_counted_in_a_closed_month_stays(homes: Households, double: Home) -> None:
    factories.create_stay(homes.jb, double, "2026-10-01", "2026-10-04")
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))
    words = refused(homes, double, ClosedMonthDiffers)
    assert words.startswith("October 2026 is closed. Moira counted 0 nights in it, and would count 3.")
    figures = {"child_nights": 3, "nights": 3, "counted": 3, "threshold": 2, "basis": "child_nights", "beyond": 1}
    of = {"service_id": homes.service.id, "home_id": double.id, "month": Month(2026, 10)}
    factories.stored(Claim(status=ClaimStatus.FLAGGED, **of, **figures))
    assert "October 2026 is closed" in refused(homes, double, ClosedMonthDiffers)


def test_what_was_put_right_for_the_double_is_not_lost_with_its_claim(homes: Households, double: Home) -> None:
    month, into = Month(2026, 10), Month(2026, 11)
    factories.stored(ClosedMonth(service_id=homes.service.id, month=month))
    figures = {"child_nights": 0, "nights": 0, "counted": 0, "threshold": 16, "basis": "child_nights", "beyond": 0}
    of = {"service_id": homes.service.id, "home_id": double.id, "month": month}
    claim = Claim(status=ClaimStatus.VOID, **of, **figures)
    factories.stored(claim)
    decided = {"status": AdjustmentStatus.APPROVED, "decided_by": homes.finance.id, "proposed_by": homes.manager.id}
    put_right = {"pence": 4000, "reason": "A night was missing."}
    factories.stored(Adjustment(claim_id=claim.id, into_month=into, **put_right, **decided, **of))
    merge(homes, double)
    assert rows(Claim.id) == []
    assert rows(Adjustment.home_id, Adjustment.claim_id, Adjustment.pence) == [(homes.hub.id, None, 4000)]


def test_an_approved_claim_is_kept_by_its_home(homes: Households, double: Home) -> None:
    month = Month(2026, 10)
    factories.stored(ClosedMonth(service_id=homes.service.id, month=month))
    figures = {"child_nights": 3, "nights": 3, "counted": 3, "threshold": 2, "basis": "child_nights", "beyond": 1}
    approved = {"checked_by": homes.liaison.id, "approved_by": homes.manager.id, "closed": month, "amount_pence": 100}
    sealed = {"snapshot": {}, "working": {}, "snapshot_sha256": "0" * 64}
    of = {"service_id": homes.service.id, "home_id": double.id, "month": month}
    factories.stored(Claim(status=ClaimStatus.APPROVED, **of, **figures, **approved, **sealed))
    assert "The uplift of Moira (old) for October 2026 is approved." in refused(homes, double, AlreadyPaidFor)


def test_beds_asks_and_sleepovers_between_the_two_stand_in_the_way(homes: Households, double: Home) -> None:
    homes.stay("2026-12-04", "2026-12-05")
    beside = factories.create_stay(homes.ak, double, "2026-12-04", "2026-12-05", bed=1)
    assert "in the same bed on Fri 4 Dec" in refused(homes, double, BedsMeet)
    factories.changed(StayNight(child_id=homes.ak.id, night=dt.date(2026, 12, 4), stay_id=beside.id), bed=2)
    ask = factories.create_ask((homes.jb,), (homes.hub, double), "2026-12-11", "2026-12-13")
    assert "Both homes are asked about the same sleepover (1)." in refused(homes, double, AskedBoth)
    factories.changed(ask, state=AskState.WITHDRAWN)
    lives_there = factories.create_child(homes.service, double, "XY")
    factories.create_stay(lives_there, homes.hub, "2026-11-07", "2026-11-08")
    assert "A child has none where it lives." in refused(homes, double, SleepsAtHome)


def test_who_may_not_and_what_is_stale_changes_nothing(homes: Households, double: Home) -> None:
    with pytest.raises(Forbidden):
        merge_homes(sees(homes.liaison), homes.hub.id, double.id, "1-1")
    with pytest.raises(MergedMeanwhile):
        merge(homes, double, "2-1")
    with pytest.raises(TheSame):
        merge(homes, homes.hub)


def test_both_stand_side_by_side(homes: Households, double: Home) -> None:
    both = two_homes(sees(homes.manager), homes.hub.id, double.id)
    shown = {row.words: (row.kept, row.double) for row in both.rows}
    assert shown["People who sign in"] == (2, 1)
    assert doubles_of_home(sees(homes.manager), homes.hub.id)[str(double.id)] == "Moira (old) (Moira (old))"
