"""Pairs of carers: who makes them, who sees them, what counts, and who is reminded."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from constellations.access import Viewer, find
from constellations.activity.models import Activity, AuditEntry
from constellations.core.clock import Month
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.engagement.signs.queries import last_signs
from constellations.engagement.signs.rules import Sign
from constellations.models import Home, Person
from constellations.notices.models import Notice
from constellations.people.actions import What, change_person
from constellations.permissions import Role
from constellations.support.pairs import actions
from constellations.support.pairs.actions import NewPair
from constellations.support.pairs.models import CheckIn, Pair
from constellations.support.pairs.queries import carers_to_pair, hours_of, own_pairs, pair_page, pairs, quiet_pairs
from constellations.support.pairs.rules import NotTheirDay, PairedAlready, PairKind, SameHome, TakenBackAlready
from tests import factories
from tests.constellations.engagement.signs.telling import roll_up
from tests.constellations.events.families import Families, sees
from tests.constellations.support.factories import create_check_in, create_pair
from tests.registers import rows

TODAY = dt.date(2026, 11, 22)


def buddy(helper: Person, carer: Person) -> NewPair:
    """One is the buddy of the other from November on."""
    return NewPair(PairKind.BUDDY, helper.id, carer.id, dt.date(2026, 11, 1), None, "Know whom to ask.")


def test_two_become_a_pair_and_both_are_told(families: Families) -> None:
    pair_id = actions.pair_up(sees(families.liaison), buddy(families.moira, families.grace))
    told = {(who, words) for who, words in rows(Notice.person_id, Notice.words)}
    assert told == {
        (families.moira.id, "You and Grace Okafor are a pair: you help."),
        (families.grace.id, "You and Moira Kelly are a pair: you can ask."),
    }
    (line,) = pairs(sees(families.manager))
    assert (line.helper, line.carer, line.is_now, line.last_day, line.quiet_days) == (
        "Moira Kelly",
        "Grace Okafor",
        True,
        None,
        21,
    )
    assert ("paired_up", pair_id) in rows(AuditEntry.action, AuditEntry.subject_id)
    with pytest.raises(PairedAlready):
        actions.pair_up(sees(families.manager), buddy(families.moira, families.grace))
    with pytest.raises(SameHome):
        actions.pair_up(sees(families.manager), buddy(families.raj, families.anita))


def test_a_liaison_worker_pairs_whom_they_look_after(families: Families) -> None:
    names = carers_to_pair(sees(families.liaison)).values()
    assert list(names) == [
        "Anita Patel (Patel)",
        "Grace Okafor (Okafor)",
        "Moira Kelly (Moira)",
        "Raj Patel (Patel)",
    ]
    assert "Sue Hill (Hill)" in carers_to_pair(sees(families.manager)).values()
    for other in (families.sue, families.manager):
        with pytest.raises(NotFound):
            actions.pair_up(sees(families.liaison), buddy(other, families.grace))
    for nobody in (families.moira, families.finance):
        with pytest.raises(Forbidden):
            actions.pair_up(sees(nobody), buddy(families.moira, families.grace))


def test_a_pair_is_seen_by_its_two_and_their_staff(families: Families) -> None:
    pair = create_pair(families.sue, families.anita)
    for one in (families.sue, families.anita, families.liaison, families.manager):
        assert pair_page(sees(one), pair.id).line.helper == "Sue Hill"
    for other in (families.raj, families.moira, families.grace):
        with pytest.raises(NotFound):
            pair_page(sees(other), pair.id)
        assert own_pairs(sees(other)) == ()
    elsewhere = factories.create_constellation(families.service)
    stranger = factories.create_person(families.liaison.role, families.service, constellations=(elsewhere,))
    with pytest.raises(NotFound):
        pair_page(sees(stranger), pair.id)


def test_goals_and_the_last_day_are_changed_by_staff_and_a_stale_page_changes_nothing(families: Families) -> None:
    pair = create_pair(families.moira, families.grace)
    actions.change_pair(sees(families.liaison), pair.id, "Sleep again.", dt.date(2026, 11, 21), 1)
    (line,) = pairs(sees(families.liaison))
    assert (line.goals, line.last_day, line.is_now, line.is_over) == (
        "Sleep again.",
        dt.date(2026, 11, 21),
        False,
        True,
    )
    with pytest.raises(ChangedMeanwhile, match=r"It says now: Sleep again\.\. You wanted: no goals"):
        actions.change_pair(sees(families.manager), pair.id, "", None, 1)
    with pytest.raises(Forbidden):
        actions.change_pair(sees(families.moira), pair.id, "", None, 2)


def test_a_check_in_is_written_down_by_the_helper_alone_and_once_for_a_day(families: Families) -> None:
    pair = create_pair(families.moira, families.grace)
    actions.check_in(sees(families.moira), pair.id, TODAY, 30)
    actions.check_in(sees(families.moira), pair.id, TODAY, 60)
    assert rows(CheckIn.met_on, CheckIn.minutes, CheckIn.written_by) == [(TODAY, 60, families.moira.id)]
    (check_in,) = rows(CheckIn.id)
    assert sorted(rows(Activity.action, Activity.subject_id, Activity.home_id)) == [
        ("checked_in", check_in[0], families.hub.id),
        ("corrected_check_in", check_in[0], families.hub.id),
        ("talked_with_buddy", check_in[0], families.okafor.id),
    ]
    for other in (families.grace, families.anita):
        with pytest.raises(NotFound):
            actions.check_in(sees(other), pair.id, TODAY, 30)
    with pytest.raises(Forbidden):
        actions.check_in(sees(families.liaison), pair.id, TODAY, 30)
    with pytest.raises(NotTheirDay):
        actions.check_in(sees(families.moira), pair.id, dt.date(2026, 9, 30), 30)


def test_what_is_taken_back_stays_and_counts_no_more(families: Families) -> None:
    pair = create_pair(families.moira, families.grace, "2026-01-01")
    old = create_check_in(pair, "2026-09-30")
    actions.check_in(sees(families.moira), pair.id, dt.date(2026, 11, 2), 30)
    [first] = [one for one in rows(CheckIn.id) if one != (old.id,)]
    assert actions.take_back_check_in(sees(families.liaison), first[0]) == pair.id
    # It is the homes of the two that give one sign of life less, whoever took it back.
    assert sorted(rows(Activity.action, Activity.home_id)) == [
        ("checked_in", families.hub.id),
        ("talked_with_buddy", families.okafor.id),
        ("took_back_check_in", families.hub.id),
        ("took_back_talk", families.okafor.id),
    ]
    assert hours_of(sees(families.finance), Month(2026, 11)) == []
    page = pair_page(sees(families.grace), pair.id)
    assert [one.taken_back_at is None for one in page.check_ins] == [False, True]
    assert (page.line.minutes, page.line.last_on, page.is_helper, page.other) == (
        30,
        dt.date(2026, 9, 30),
        False,
        "Moira Kelly",
    )
    with pytest.raises(TakenBackAlready):
        actions.take_back_check_in(sees(families.liaison), first[0])
    with pytest.raises(NotTheirDay):
        actions.take_back_check_in(sees(families.liaison), old.id)
    with pytest.raises(NotFound):
        actions.take_back_check_in(sees(families.grace), old.id)
    actions.check_in(sees(families.moira), pair.id, dt.date(2026, 11, 2), 90)
    assert pair_page(sees(families.moira), pair.id).line.minutes == 120


def signs_of(home: Home) -> list[tuple[Sign, dt.date]]:
    """The last sign of each kind that a home gave."""
    return [(one.sign, one.on) for one in last_signs(Viewer.system(), [home.id])[home.id]]


def test_a_talk_is_a_sign_of_both_on_its_own_day_however_late_it_is_written_down(families: Families) -> None:
    pair = create_pair(families.moira, families.grace)
    actions.check_in(sees(families.moira), pair.id, dt.date(2026, 10, 5), 30)
    assert signs_of(families.hub) == [(Sign.HELPED, dt.date(2026, 10, 5))]
    assert signs_of(families.okafor) == [(Sign.CALLED, dt.date(2026, 10, 5))]


@pytest.mark.parametrize("who", ["moira", "liaison"])
@pytest.mark.parametrize("is_rolled_up", [False, True])
def test_a_talk_that_is_taken_back_is_no_sign_and_leaves_the_others(
    families: Families, clock: time_machine.Traveller, who: str, is_rolled_up: bool
) -> None:
    pair = create_pair(families.moira, families.grace)
    for day in (dt.date(2026, 11, 20), TODAY):
        actions.check_in(sees(families.moira), pair.id, day, 30)
    if is_rolled_up:
        clock.shift(dt.timedelta(hours=1))
        roll_up(families.hub)
    by_day = {day: key for key, day in rows(CheckIn.id, CheckIn.met_on)}
    actions.take_back_check_in(sees(getattr(families, who)), by_day[dt.date(2026, 11, 20)])
    assert (signs_of(families.hub), signs_of(families.okafor)) == ([(Sign.HELPED, TODAY)], [(Sign.CALLED, TODAY)])
    actions.take_back_check_in(sees(getattr(families, who)), by_day[TODAY])
    assert signs_of(families.hub) == signs_of(families.okafor) == []
    actions.check_in(sees(families.moira), pair.id, TODAY, 30)
    assert (signs_of(families.hub), signs_of(families.okafor)) == ([(Sign.HELPED, TODAY)], [(Sign.CALLED, TODAY)])


def test_a_talk_is_taken_back_of_the_homes_in_which_the_two_lived_then(families: Families) -> None:
    pair = create_pair(families.moira, families.grace)
    actions.check_in(sees(families.moira), pair.id, TODAY, 30)
    factories.changed(families.moira, home_id=families.patel.id)
    factories.changed(families.grace, home_id=families.hill.id)
    ((check_in_id,),) = rows(CheckIn.id)
    actions.take_back_check_in(sees(families.moira), check_in_id)
    assert signs_of(families.hub) == signs_of(families.okafor) == []
    back = ("took_back_check_in", "took_back_talk")
    assert {row[1] for row in rows(Activity.action, Activity.home_id) if row[0] in back} == {
        families.hub.id,
        families.okafor.id,
    }


def test_the_hours_of_a_month_are_for_who_pays_them(families: Families) -> None:
    ours, theirs = create_pair(families.moira, families.grace), create_pair(families.sue, families.grace)
    for met_on, minutes in (("2026-10-31", 60), ("2026-11-01", 30), ("2026-11-20", 45)):
        create_check_in(ours, met_on, minutes)
    create_check_in(theirs, "2026-11-03", 20)
    november = [
        ("2026-11", "buddy", "Moira Kelly", "Moira", "Moira", "Grace Okafor", 2, 75, "1.25"),
        ("2026-11", "buddy", "Sue Hill", "Hill", "Hill", "Grace Okafor", 1, 20, "0.33"),
    ]
    for viewer in (sees(families.finance), sees(families.manager), sees(families.liaison)):
        assert hours_of(viewer, Month(2026, 11)) == november
    with pytest.raises(Forbidden):
        hours_of(sees(families.moira), Month(2026, 11))


def test_a_pair_that_ended_does_not_go_on_while_the_two_are_such_a_pair_again(families: Families) -> None:
    first = create_pair(families.moira, families.grace, "2026-09-01", "2026-10-01")
    again = create_pair(families.moira, families.grace, "2026-11-01")
    viewer, day = sees(families.liaison), dt.date
    for last in (None, day(2026, 11, 1)):
        with pytest.raises(PairedAlready):
            actions.change_pair(viewer, first.id, "", last, 1)
    actions.change_pair(viewer, first.id, "", day(2026, 10, 31), 1)
    assert dict(rows(Pair.id, Pair.ends_on)) == {first.id: day(2026, 11, 1), again.id: None}
    # Of two that meet nevertheless, each may still be ended.
    factories.changed(first, ends_on=None)
    actions.change_pair(viewer, again.id, "", day(2026, 11, 10), 1)


@pytest.mark.parametrize("moves", [True, False], ids=["another home", "no home"])
def test_hours_are_those_of_the_home_of_that_day_also_where_the_helper_fosters_elsewhere_or_no_more(
    families: Families, clock: time_machine.Traveller, moves: bool
) -> None:
    pair, moira = create_pair(families.moira, families.grace), families.moira
    for met_on, minutes in (("2026-11-01", 30), ("2026-11-20", 45)):
        create_check_in(pair, met_on, minutes)
    clock.move_to("2026-11-10T09:00Z")
    what = What(Role.HUB_CARER, families.hill.id) if moves else What(Role.FINANCE)
    change_person(sees(families.manager), moira.id, moira.name, what, find(Viewer.system(), Person, moira.id).version)
    clock.move_to("2026-12-01T09:00Z")
    before, later = (("Moira", "Moira"), ("Hill", "Hill") if moves else ("", ""))
    rows_of = [("2026-11", "buddy", "Moira Kelly", *home, "Grace Okafor") for home in (before, later)]
    found = hours_of(sees(families.finance), Month(2026, 11))
    assert {(*row[:6], row[7]) for row in found} == {(*rows_of[0], 30), (*rows_of[1], 45)}


def test_a_quiet_pair_is_reminded_once_a_month(families: Families, clock: time_machine.Traveller) -> None:
    quiet = create_pair(families.moira, families.grace)
    create_check_in(create_pair(families.sue, families.anita))
    create_pair(families.grace, families.anita, "2026-01-01", "2026-11-22")
    system = replace(Viewer.system(), today=TODAY)
    for found in (1, 0):
        assert actions.remind_pairs(system, families.service.id, TODAY, TODAY).found == found
    path = f"/pairs/{quiet.id}"
    assert rows(Notice.person_id, Notice.path) == [(families.moira.id, path)]
    assert quiet_pairs(sees(families.moira)) == quiet_pairs(sees(families.liaison)) == 1
    assert quiet_pairs(sees(families.grace)) == quiet_pairs(sees(families.sue)) == 0
    clock.move_to("2026-11-30T09:00Z")
    later = replace(Viewer.system(), today=dt.date(2026, 11, 30))
    assert actions.remind_pairs(later, families.service.id, TODAY, TODAY).found == 1
    assert len(rows(Pair.id)) == 3


def test_a_pair_that_went_on_elsewhere_goes_with_it(families: Families) -> None:
    pair = create_pair(families.raj, families.sue)
    create_check_in(pair)
    assert pairs(sees(families.liaison))
    ada = families.moves_next_door(families.patel, dt.date(2026, 6, 1))
    assert pairs(sees(families.liaison)) == ()
    with pytest.raises(NotFound):
        pair_page(sees(families.liaison), pair.id)
    assert [one.pair_id for one in pairs(sees(ada))] == [pair.id]
    assert "Raj Patel (Patel)" not in carers_to_pair(sees(families.liaison)).values()
    with pytest.raises(NotFound):
        actions.pair_up(sees(families.liaison), buddy(families.moira, families.anita))
