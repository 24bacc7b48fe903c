"""The list of families that need somebody, from what they did and what was done about it."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from flask import Flask

from constellations.activity.models import AuditEntry
from constellations.core.database import database
from constellations.core.errors import Forbidden
from constellations.core.settings import current_settings
from constellations.corrections import ChangedMeanwhile
from constellations.engagement.contacts.actions import Peace, Written, leave_in_peace, write_down_contact
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason
from constellations.engagement.families.queries import family_signs
from constellations.engagement.needs import rules
from constellations.engagement.needs.actions import set_needs_levels
from constellations.engagement.needs.queries import (
    NeedsPage,
    Row,
    families_drifting,
    families_to_call,
    levels_of,
    needs_page,
)
from constellations.engagement.needs.rules import DEFAULT_LEVELS, State
from constellations.models import LiaisonAssignment
from constellations.notices.digest.queries import waiting_words
from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import factories
from tests.constellations.engagement.needs.quiet import Watched, sees
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.claims.months import NOVEMBER, host

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture
def watched(app: Flask) -> Watched:
    """A hub and a family that were heard of yesterday, and Patel of whom nothing was heard for 34 days."""
    made = Watched()
    made.did("answered_event", made.kelly, TODAY - DAY)
    made.did("answered_event", made.okafor, TODAY - DAY)
    made.did("answered_event", made.patel, TODAY - 34 * DAY)
    return made


def page(watched: Watched) -> NeedsPage:
    return needs_page(sees(watched.liaison))


def needing(found: NeedsPage) -> dict[str, State]:
    return {row.family: row.state for row in found.needing}


def row_of(found: NeedsPage, family: str) -> Row:
    return next(row for row in found.rows if row.family == family)


def test_a_quiet_family_stands_on_the_list_with_its_last_sign_in_words(watched: Watched) -> None:
    found = page(watched)
    assert needing(found) == {"Patel": State.DRIFTING}
    assert found.needing[0].reasons == ("No sign of life for 34 days: last, answered on Mon 19 Oct",)
    assert found.needing[0].around == "Northern Lights"
    assert [carer.name for carer in found.needing[0].carers] == ["Anita Patel"]
    assert [row.family for row in found.connected] == ["Kelly", "Okafor"]
    assert found.remarks == ()


def test_the_gathering_that_a_family_came_to_last_is_named(watched: Watched) -> None:
    picnic = factories.create_event(watched.lights, "2026-10-21", "the picnic")
    watched.did("came_to_event", watched.patel, dt.date(2026, 10, 21), subject_id=picnic.id)
    assert page(watched).needing[0].reasons == (
        "No sign of life for 32 days: last, came to “the picnic” on Wed 21 Oct",
    )


def test_an_event_of_where_a_family_was_before_is_named_only_to_who_may_know_of_it(watched: Watched) -> None:
    elsewhere = factories.create_event(watched.plough, "2026-10-21", "Goodbye to the Smiths")
    watched.did("came_to_event", watched.patel, dt.date(2026, 10, 21), subject_id=elsewhere.id)
    assert page(watched).needing[0].reasons == ("No sign of life for 32 days: last, came to something on Wed 21 Oct",)
    assert family_signs(sees(watched.liaison), watched.patel.id).last_words == "came to something"
    for_manager = needs_page(sees(watched.manager)).needing[0].reasons
    assert for_manager == ("No sign of life for 32 days: last, came to “Goodbye to the Smiths” on Wed 21 Oct",)


def test_a_call_connects_a_family_and_a_call_of_weeks_ago_does_not(watched: Watched) -> None:
    liaison = sees(watched.liaison)
    write_down_contact(liaison, watched.patel.id, Written(ContactKind.CALLED, TODAY - 31 * DAY))
    assert page(watched).needing[0].reasons == (
        "No sign of life for 31 days: last, spoke with the liaison worker on Thu 22 Oct",
    )
    write_down_contact(liaison, watched.patel.id, Written(ContactKind.CALLED, TODAY))
    assert needing(page(watched)) == {}
    assert row_of(page(watched), "Patel").heard == "spoke with the liaison worker on Sun 22 Nov"


def test_a_snooze_takes_a_family_off_the_list_until_it_runs_out_and_says_so(
    watched: Watched, clock: time_machine.Traveller
) -> None:
    leave_in_peace(sees(watched.liaison), watched.patel.id, Peace(SnoozeReason.HOLIDAY, TODAY + 7 * DAY))
    found = page(watched)
    assert needing(found) == {}
    assert [row.family for row in found.seen_to] == ["Patel"]
    clock.move_to("2026-11-28T23:59Z")
    assert needing(page(watched)) == {}
    clock.move_to("2026-11-29T00:00Z")
    assert page(watched).needing[0].reasons == (
        "No sign of life for 41 days: last, answered on Mon 19 Oct",
        "Snoozed until Sun 29 Nov (holiday): that day has come",
    )
    clock.move_to("2027-01-10T09:00Z")
    assert "Snoozed" not in " ".join(row_of(page(watched), "Patel").reasons)


def test_a_booked_visit_takes_a_family_off_the_list_until_nobody_was_there(
    watched: Watched, clock: time_machine.Traveller
) -> None:
    write_down_contact(sees(watched.liaison), watched.patel.id, Written(ContactKind.VISIT_BOOKED, TODAY + 2 * DAY))
    assert [row.family for row in page(watched).seen_to] == ["Patel"]
    clock.shift(3 * DAY)
    assert page(watched).needing[0].reasons[1:] == ("A visit was booked for Tue 24 Nov. Was somebody there? Log it.",)


def test_a_family_of_two_constellations_stands_once_with_both_names(watched: Watched) -> None:
    factories.join(watched.patel, watched.plough, starts_on=dt.date(2026, 11, 10))
    found = needs_page(sees(watched.manager))
    assert [row.around for row in found.rows if row.family == "Patel"] == ["Northern Lights and Plough"]
    # It has been here for years: that it is new in one of them makes it no new family.
    assert needing(found) == {"Patel": State.DRIFTING}


def test_what_is_missing_of_a_constellation_is_said(watched: Watched) -> None:
    assert needs_page(sees(watched.neighbour)).remarks == ("Plough has no family yet.",)
    lone = factories.create_home(watched.service, "Brennan")
    factories.join(lone, watched.plough)
    assert needs_page(sees(watched.neighbour)).remarks == (
        "Plough has no hub home today.",
        "Plough has one family only: there is nobody yet to whom it could be tied.",
    )


def test_of_a_closed_constellation_nothing_is_missing(watched: Watched, clock: time_machine.Traveller) -> None:
    factories.changed(watched.plough, closed_on=TODAY + DAY)
    manager = sees(watched.manager)
    assert needs_page(manager).remarks == ("Plough has no family yet.",)
    clock.shift(DAY)
    assert needs_page(sees(watched.manager)).remarks == ()


def test_a_family_that_left_is_looked_after_by_nobody(watched: Watched) -> None:
    gone = factories.create_home(watched.service, "Osei")
    factories.join(gone, watched.lights, starts_on=dt.date(2024, 1, 1), ends_on=TODAY)
    assert "Osei" not in {row.family for row in page(watched).rows}


def test_a_new_family_is_given_time_and_one_that_came_back_too(watched: Watched) -> None:
    new = watched.family("Lund", joined=TODAY - 20 * DAY)
    back = watched.family("Doyle", joined=TODAY - 40 * DAY)
    factories.join(back, watched.lights, starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2026, 3, 1))
    watched.did("answered_event", back, dt.date(2026, 2, 1))
    found = page(watched)
    assert row_of(found, "Lund").standing.new_until == TODAY + DAY
    assert row_of(found, "Doyle").reasons == (
        "No sign of life for 40 days: none since they joined on Tuesday 13 October 2026",
    )
    assert (new.name in needing(found), back.name in needing(found)) == (False, True)


def test_before_a_service_began_with_roost_nothing_is_counted(app: Flask) -> None:
    service = factories.create_service()
    here = factories.create_constellation(service)
    factories.join(factories.create_home(service, "Patel"), here, HomeRole.HUB)
    manager = sees(factories.create_person(Role.MANAGER, service))
    found = needs_page(manager)
    assert (found.counted_from, needing(found)) == (TODAY, {})


def test_a_family_of_which_nothing_was_ever_heard_is_counted_from_roosts_first_day(watched: Watched) -> None:
    watched.family("Lund")
    assert row_of(page(watched), "Lund").reasons == (
        "No sign of life for 321 days: none since your service began with Roost on Monday 5 January 2026",
    )


def test_a_home_approved_a_short_while_ago_is_to_be_called_sooner(watched: Watched) -> None:
    watched.did("answered_event", watched.okafor, TODAY - DAY)
    newly = watched.family("Lund")
    watched.did("answered_event", newly, TODAY - 22 * DAY)
    factories.changed(newly, approved_on=dt.date(2025, 12, 1))
    assert row_of(page(watched), "Lund").state is State.CALL_THEM
    assert row_of(page(watched), "Lund").reasons == (
        "No sign of life for 22 days: last, answered on Sat 31 Oct",
        "After 21 days already, because they were approved less than two years ago",
    )


def test_a_hub_that_is_worn_out_stands_there_although_it_is_connected(watched: Watched) -> None:
    host(watched.kelly, 17, NOVEMBER)
    found = page(watched)
    assert needing(found) == {"Patel": State.DRIFTING, "Kelly": State.CONNECTED}
    assert found.needing[1].reasons[0].startswith("Hub: 17 nights in November 2026")
    assert [fact.matter for fact in found.needing[1].facts] == [rules.Matter.STRAIN]


def test_cover_sees_the_list_on_its_days(watched: Watched, clock: time_machine.Traveller) -> None:
    cover = {"starts_on": TODAY, "ends_on": TODAY + 7 * DAY, "is_cover": True}
    assignment = LiaisonAssignment(person_id=watched.neighbour.id, constellation_id=watched.lights.id, **cover)
    factories.stored(assignment)
    assert needing(needs_page(sees(watched.neighbour))) == {"Patel": State.DRIFTING}
    clock.shift(7 * DAY)
    assert needs_page(sees(watched.neighbour)).rows == ()


def test_only_staff_have_the_list_and_the_digest_counts_it_for_them(watched: Watched) -> None:
    for person in (watched.anita, watched.finance):
        with pytest.raises(Forbidden):
            needs_page(sees(person))
        assert (families_to_call(sees(person)), families_drifting(sees(person))) == (0, 0)
    assert (families_to_call(sees(watched.liaison)), families_drifting(sees(watched.liaison))) == (0, 1)
    assert needs_page(sees(watched.far_manager)).rows == ()
    here = current_settings().public_url.rstrip("/")
    assert f"1 family that is drifting: {here}/needs-you" in waiting_words(sees(watched.liaison))
    assert all("/needs-you" not in words for words in waiting_words(sees(watched.anita)))


def test_a_service_sets_its_own_numbers(watched: Watched) -> None:
    manager = sees(watched.manager)
    set_needs_levels(manager, replace(DEFAULT_LEVELS, drifting_days=25, call_days=34), 0)
    assert needing(page(watched)) == {"Patel": State.CALL_THEM}
    assert ("set_needs_levels", watched.service.id) in rows(AuditEntry.action, AuditEntry.subject_id)
    with pytest.raises(ChangedMeanwhile, match="25, 34, 21, 21"):
        set_needs_levels(manager, DEFAULT_LEVELS, 0)
    with pytest.raises(rules.CallNotAfterDrifting):
        set_needs_levels(manager, replace(DEFAULT_LEVELS, call_days=30), 1)
    with pytest.raises(Forbidden):
        set_needs_levels(sees(watched.liaison), DEFAULT_LEVELS, 1)
    assert levels_of(sees(watched.far_manager)) == DEFAULT_LEVELS


def test_the_number_of_queries_does_not_grow_with_the_constellations(watched: Watched) -> None:
    manager = sees(watched.manager)
    with count_queries(database().engine) as one:
        needs_page(manager)
    for number in range(9):
        around = factories.create_constellation(watched.service)
        for place in range(3):
            home = factories.create_home(watched.service)
            factories.join(home, around, HomeRole.SATELLITE if place else HomeRole.HUB)
            watched.did("answered_event", home, TODAY - (20 + 5 * number) * DAY)
    with count_queries(database().engine) as ten:
        assert len(needs_page(manager).rows) == 30
    assert len(ten) == len(one) <= 30
