"""What a second folder does to what a first one stored: changes, moves forward, and nothing where nothing is new."""

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from constellations.access import Viewer
from constellations.activity.models import AuditEntry
from constellations.activity.queries import first_broken_link
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core import clock
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import database
from constellations.models import Home, HomeTerms, LiaisonAssignment, Membership, Service
from constellations.permissions import Role
from constellations.rules import HomeStatus
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.claims.models import ClosedMonth
from sleepovers.models import Stay, StayNight
from sleepovers.rules import AnswerState, AskState, NightState, StayState
from tests.factories import create_person, stored
from tests.registers import Register, Row, everything, expected, key_of, nights, rows, told


def test_loading_twice_changes_nothing(register: Register) -> None:
    before = everything()
    again = register.load()
    assert (again.stored, again.is_news) == (False, False)
    assert all(count.added == count.changed == count.refused == 0 for count in again.counts)
    assert everything() == before


def test_a_dry_run_stores_nothing_and_counts_everything(app: Flask, tmp_path: Path) -> None:
    before = everything()
    outcome = Register(tmp_path).load(dry_run=True)
    assert {count.file: count.added for count in outcome.counts}["stays.csv"] == 6
    assert everything() == before


def test_a_refused_row_is_not_counted_as_one_to_add(app: Flask, tmp_path: Path) -> None:
    outcome = Register(tmp_path).set("homes", 1, beds="99").load(dry_run=True)
    (homes,) = [count for count in outcome.counts if count.file == "homes.csv"]
    assert (homes.added, homes.changed, homes.same, homes.refused) == (5, 0, 0, 1)


def test_states_of_the_register_become_asks_stays_and_nights(register: Register) -> None:
    assert sorted(rows(Ask.key, Ask.state)) == [("S4", AskState.OPEN), ("S5", AskState.DECLINED)]
    assert sorted(state for (state,) in rows(Answer.state)) == [AnswerState.DECLINED, AnswerState.WAITING]
    assert sorted(rows(Stay.key, Stay.state)) == [
        ("S1", StayState.HAPPENED),
        ("S2", StayState.HAPPENED),
        ("S3", StayState.AGREED),
        ("S6", StayState.CANCELLED),
    ]
    assert nights() == {
        ("S1", "2026-10-02"): ("S1", NightState.HAPPENED, 1),
        ("S1", "2026-10-03"): ("S1", NightState.HAPPENED, 1),
        ("S2", "2026-10-03"): ("S2", NightState.HAPPENED, 2),
        ("S2", "2026-10-04"): ("S2", NightState.HAPPENED, 1),
        ("S3", "2026-12-04"): ("S3", NightState.PLANNED, 1),
        ("S3", "2026-12-05"): ("S3", NightState.PLANNED, 1),
    }


def test_an_ask_that_is_agreed_becomes_a_stay_linked_to_it(register: Register) -> None:
    register.set("stays", 3, state="agreed").load()
    ((ask_id, state),) = [row[1:] for row in rows(Ask.key, Ask.id, Ask.state) if row[0] == "S4"]
    ((of_stay, stay_state),) = [row[1:] for row in rows(Stay.key, Stay.ask_id, Stay.state) if row[0] == "S4"]
    assert (state, stay_state, of_stay) == (AskState.AGREED, StayState.AGREED, ask_id)
    assert nights()["S4", "2026-12-12"] == ("S4", NightState.PLANNED, 1)
    assert (ask_id, AnswerState.AGREED) in rows(Answer.ask_id, Answer.state)


def test_an_ask_that_is_cancelled_is_withdrawn(register: Register) -> None:
    register.set("stays", 3, state="cancelled").load()
    assert ("S4", AskState.WITHDRAWN) in rows(Ask.key, Ask.state)
    assert "S4" not in dict(rows(Stay.key, Stay.state))
    assert AnswerState.WAITING not in [state for (state,) in rows(Answer.state)]
    assert not register.load().is_news


def test_an_ask_is_for_the_child_that_its_row_names_now(register: Register) -> None:
    assert register.set("stays", 3, child="C3").load().stored
    keys: dict[object, str] = dict(rows(Ask.id, Ask.key) + rows(Child.id, Child.key))
    found = {keys[ask]: keys[child] for ask, child in rows(AskChild.ask_id, AskChild.child_id)}
    assert found == {"S4": "C3", "S5": "C2"}


def test_a_stay_that_got_shorter_gives_its_night_back(register: Register) -> None:
    register.set("stays", 0, depart="2026-10-03")
    assert register.load().stored
    assert ("S1", "2026-10-03") not in nights()
    assert nights()["S1", "2026-10-02"] == ("S1", NightState.HAPPENED, 1)


def test_a_stay_that_moved_to_another_home_takes_its_nights_along(register: Register) -> None:
    register.set("stays", 2, host="Lone")
    assert register.load().stored
    homes: dict[object, str] = dict(rows(Home.id, Home.key))
    assert {
        homes[home] for home, night in rows(StayNight.home_id, StayNight.night) if night >= dt.date(2026, 12, 1)
    } == {"Lone"}


@pytest.mark.parametrize(
    ("number", "state", "allowed"),
    [
        (0, "agreed", "happened"),
        (0, "asked", "happened"),
        (0, "cancelled", "happened"),
        (2, "asked", "agreed or happened or cancelled"),
        (2, "declined", "agreed or happened or cancelled"),
        (4, "asked", "declined"),
        (5, "agreed", "cancelled"),
    ],
)
def test_a_stay_never_moves_backwards(register: Register, number: int, state: str, allowed: str) -> None:
    outcome = register.set("stays", number, state=state).load()
    assert ("stays", number + 2, "state", state) in told(outcome)
    assert f"{allowed}: stay S{number + 1} is" in expected(outcome)


def confirm(night: str, state: NightState = NightState.HAPPENED) -> None:
    """Mo Hill confirms what happened on a night, in the application."""
    who = create_person(Role.MANAGER, name="Mo Hill")
    values = {"confirmed_by": who.id, "confirmed_at": clock.now(), "state": state}
    with database().engine.connect().execution_options(writing=True) as connection, connection.begin():
        night_of_that_date = update(StayNight).where(StayNight.night == dt.date.fromisoformat(night))
        connection.execute(night_of_that_date.values(**values))


@pytest.mark.parametrize(
    "change",
    [{"depart": "2026-10-03"}, {"host": "Lone"}, {"child": "C3"}, {"kind": "respite"}, {"arrive": "2026-10-04"}],
    ids=str,
)
def test_a_confirmed_night_is_never_changed(register: Register, change: Row) -> None:
    confirm("2026-10-03")
    before = everything()
    outcome = register.set("stays", 0, **change).load()
    assert ("stays", 2, "stay", "S1") in told(outcome)
    assert "stay S1 on the night of 2026-10-03, which was confirmed by Mo Hill" in expected(outcome)
    assert everything() == before


def test_a_night_that_was_not_stayed_does_not_happen_by_import(register: Register) -> None:
    confirm("2026-12-04", NightState.NOT_STAYED)
    register.set("stays", 2, arrive="2026-11-04", depart="2026-11-06")
    outcome = register.load()
    assert "confirmed by Mo Hill" in expected(outcome)


def test_a_night_that_was_not_stayed_does_not_happen_at_the_same_home_in_another_stay(register: Register) -> None:
    confirm("2026-12-04", NightState.NOT_STAYED)
    before = everything()
    register.add("stays", stay="S9", child="C1", host="Hub", arrive="2026-12-04", depart="2026-12-05", state="agreed")
    assert "stay S3 on the night of 2026-12-04, which was confirmed by Mo Hill" in expected(register.load())
    assert everything() == before


def test_a_night_that_was_not_stayed_makes_way_for_another_stay(register: Register) -> None:
    confirm("2026-12-04", NightState.NOT_STAYED)
    register.add("stays", stay="S9", child="C1", host="Lone", arrive="2026-12-04", depart="2026-12-05", state="agreed")
    assert register.load().stored
    assert nights()["S9", "2026-12-04"] == ("S9", NightState.PLANNED, 1)
    assert nights()["S3", "2026-12-05"][1] is NightState.PLANNED
    assert not register.load().is_news


def test_a_confirmed_night_does_no_harm_where_nothing_of_it_changes(register: Register) -> None:
    confirm("2026-10-02")
    assert (
        register.set("stays", 0, depart="2026-10-05")
        .add("stays", stay="S1b", arrive="2026-10-07", depart="2026-10-08")
        .load()
        .stored
    )
    assert nights()["S1", "2026-10-04"] == ("S1", NightState.HAPPENED, 2)


def test_a_closed_month_keeps_what_it_has(register: Register) -> None:
    north = key_of(Service, "North")
    stored(ClosedMonth(service_id=north, month=Month(2026, 10)))
    assert not register.load().is_news
    register.set("stays", 0, depart="2026-10-05")
    register.add("stays", stay="S8", child="C3", arrive="2026-10-30", depart="2026-11-02")
    register.add("stays", stay="S9", child="C3", arrive="2026-11-05", depart="2026-11-07")
    register.set("memberships", 1, left_on="2026-10-20")
    register.set("rates", 0, per_night_pence="5000")
    outcome = register.load()
    assert {row[:2] for row in told(outcome)} == {("stays", 2), ("stays", 8), ("memberships", 3), ("rates", 2)}
    assert expected(outcome).count("closed: 2026-10") == 4


def test_a_stay_across_the_end_of_a_closed_month_may_still_get_longer(register: Register) -> None:
    register.add("stays", stay="S8", child="C3", arrive="2026-10-30", depart="2026-11-02").load()
    north = key_of(Service, "North")
    stored(ClosedMonth(service_id=north, month=Month(2026, 10)))
    assert register.set("stays", 6, depart="2026-11-03").load().stored
    assert ("S8", "2026-11-02") in nights()


def test_what_changes_of_a_home_holds_from_today(register: Register) -> None:
    register.set("homes", 1, beds="3", status="on_hold").load()
    ash = key_of(Home, "Ash")
    terms = [
        row[1:]
        for row in rows(HomeTerms.home_id, HomeTerms.starts_on, HomeTerms.ends_on, HomeTerms.beds)
        if row[0] == ash
    ]
    assert sorted(terms) == [(ALWAYS, clock.today(), 1), (clock.today(), None, 3)]
    assert register.set("homes", 1, beds="2", status="active").load().stored
    held = rows(HomeTerms.home_id, HomeTerms.beds, HomeTerms.status)
    assert (ash, 2, HomeStatus.ACTIVE) in held
    assert len([row for row in held if row[0] == ash]) == 2


def test_a_status_of_a_child_changes_from_a_date(register: Register) -> None:
    register.set("children", 0, status="adopted")
    assert ("children", 2, "status_from", "") in told(register.load())
    assert register.set("children", 0, status_from="2026-11-01").load().stored
    spans = rows(ChildStatusFrom.status, ChildStatusFrom.starts_on, ChildStatusFrom.ends_on)
    assert ("adopted", dt.date(2026, 11, 1), None) in spans
    assert ("looked_after", ALWAYS, dt.date(2026, 11, 1)) in spans
    assert not register.load().is_news


def test_a_liaison_worker_gets_and_leaves_constellations(register: Register) -> None:
    register.add("constellations", constellation="Jay").load()
    register.set("people", 2, constellation="Jay").load()
    spans = sorted(rows(LiaisonAssignment.starts_on, LiaisonAssignment.ends_on))
    assert spans == [(ALWAYS, clock.today()), (clock.today(), None)]
    register.set("people", 2, constellation="Jay; Robin").load()
    assert len(rows(LiaisonAssignment.starts_on)) == 3


def test_memberships_and_placements_end(register: Register) -> None:
    register.set("memberships", 1, left_on="2026-12-01").set("placements", 0, to="2026-12-24").load()
    assert dt.date(2026, 12, 1) in dict(rows(Membership.ends_on, Membership.id))
    assert dt.date(2026, 12, 24) in dict(rows(Placement.ends_on, Placement.id))


def test_a_column_that_is_absent_leaves_alone_what_is_stored(register: Register) -> None:
    for row in register.files["homes"]:
        del row["area"]
    assert not register.load().is_news


def test_a_key_of_another_service_is_used_already_and_nothing_more_is_said(register: Register) -> None:
    register.set("homes", 1, service="South").only("homes")
    outcome = register.load()
    assert told(outcome) == [("homes", 3, "home", "Ash")]
    assert expected(outcome) == "a key that nobody uses: key already used"
    assert "North" not in str(outcome.problems)


def test_one_service_alone_is_loaded_where_that_is_asked_for(app: Flask, tmp_path: Path) -> None:
    outcome = Register(tmp_path).load(only_service="North")
    strange = {row[:2] for row in told(outcome)}
    assert {("services", 3), ("constellations", 3), ("homes", 7), ("children", 5), ("people", 6)} <= strange
    assert not outcome.stored


def test_a_stored_stay_and_a_new_one_are_not_two_places(register: Register) -> None:
    outcome = (
        register.add("stays", stay="S9", host="Birch", arrive="2026-10-03", depart="2026-10-04").only("stays").load()
    )
    assert "stays S9 and S1 both have the night of 2026-10-03" in expected(outcome)


def test_what_happened_beyond_the_beds_is_marked(register: Register) -> None:
    register.add("stays", stay="S9", child="C3", arrive="2026-10-03T20:00", depart="2026-10-04")
    assert register.load().stored
    assert nights()["S9", "2026-10-03"] == ("S9", NightState.HAPPENED, None)
    assert (True, None) in rows(StayNight.over_capacity, StayNight.bed)


def test_an_agreed_stay_needs_a_bed_beside_those_that_are_stored(register: Register) -> None:
    register.add("stays", stay="S8", child="C2", arrive="2026-12-04", depart="2026-12-05", state="agreed").load()
    assert nights()["S8", "2026-12-04"] == ("S8", NightState.PLANNED, 2)
    outcome = register.add(
        "stays", stay="S9", child="C3", arrive="2026-12-04", depart="2026-12-05", state="agreed"
    ).load()
    assert told(outcome) == [("stays", 9, "host", "Hub")]


def test_every_row_leaves_a_link_in_the_trail(register: Register) -> None:
    north = key_of(Service, "North")
    assert first_broken_link(Viewer.system(), north) is None
    before = len(rows(AuditEntry.seq))
    register.set("homes", 1, beds="3").load()
    links = rows(AuditEntry.seq, AuditEntry.action, AuditEntry.subject, AuditEntry.fields)
    assert len(links) == before + 1
    assert ("register_changed", "home", "beds") in [link[1:] for link in links]
    assert first_broken_link(Viewer.system(), north) is None
