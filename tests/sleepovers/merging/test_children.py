"""Two records of one child become one: everything of the double is the kept child's, or nothing is stored."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.activity.queries import first_broken_link
from constellations.children.actions import keep_apart, say_siblings
from constellations.children.models import Child, ChildStatusFrom, NotTogether, Placement
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.homes.exemptions.models import Exemption, ExemptionChild
from constellations.keys.models import OldKey
from constellations.models import Home, Person, Service
from constellations.permissions import Role
from constellations.rules import ChildStatus
from sleepovers.asks.models import Agreement, AskChild
from sleepovers.asks.rules import AgreementState
from sleepovers.cards.models import CardView
from sleepovers.cards.rules import Shown
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.merging.actions import Merged, look_at_merging_children, merge_children
from sleepovers.merging.queries import doubles_of_child, two_children
from sleepovers.merging.rows.actions import references_to
from sleepovers.merging.rows.rules import CHILD_COLUMNS, HOME_COLUMNS
from sleepovers.merging.rules import (
    ClosedMonthDiffers,
    Counted,
    Difference,
    InTwoPlaces,
    MergedMeanwhile,
    NightsMeet,
    NotADouble,
    SleptWhereItLives,
    StillUnnamed,
    TheSame,
)
from sleepovers.models import Stay, StayNight
from sleepovers.rules import NightState
from tests import factories
from tests.registers import Register, everything, rows
from tests.sleepovers.households import Households, sees

EVERYTHING = Viewer.system()
NOVEMBER = Month(2026, 11)


@pytest.fixture
def double(homes: Households) -> Child:
    """JB once more, as the file of another year called it."""
    return factories.create_child(homes.service, homes.patel, "JB", key="OLD-1")


def merge(homes: Households, double: Child, seen: str = "1-1") -> None:
    """The manager merges the double into JB."""
    merge_children(sees(homes.manager), homes.jb.id, double.id, seen)


def refused(homes: Households, double: Child, error: type[Exception]) -> str:
    """What merging says, which stores nothing; looking says the same."""
    before = everything()
    manager, said = sees(homes.manager), set()
    for act in (lambda: look_at_merging_children(manager, homes.jb.id, double.id), lambda: merge(homes, double)):
        with pytest.raises(error) as told:
            act()
        said.add(str(told.value))
    assert everything() == before
    (words,) = said
    return words


def test_every_column_that_names_a_child_or_a_home_says_what_becomes_of_it() -> None:
    assert set(references_to(Child)) == set(CHILD_COLUMNS)
    assert set(references_to(Home)) == set(HOME_COLUMNS)


def test_everything_of_the_double_is_the_kept_childs(homes: Households, double: Child) -> None:
    stay = factories.create_stay(double, homes.hub, "2026-11-01", "2026-11-03")
    ask = factories.create_ask((double, homes.jb), (homes.hub,), "2026-12-04", "2026-12-06")
    agreement = Agreement(child_id=double.id, ask_id=ask.id, state=AgreementState.WAITING)
    exemption = Exemption(home_id=homes.hub.id, starts_on=dt.date(2026, 10, 1))
    factories.stored(agreement, exemption)
    factories.stored(
        ExemptionChild(exemption_id=exemption.id, child_id=double.id),
        ExemptionChild(exemption_id=exemption.id, child_id=homes.jb.id),
        CardView(child_id=double.id, person_id=homes.anita.id, number=0, shown=Shown.CARD),
    )
    gone = double.id
    merge(homes, double)
    assert ("OLD-1",) not in rows(Child.key)
    for column in (Stay.child_id, Agreement.child_id, AskChild.child_id, ExemptionChild.child_id, CardView.child_id):
        assert rows(column) == [(homes.jb.id,)], column
    assert set(rows(StayNight.child_id)) == {(homes.jb.id,)}
    assert rows(Stay.id) == [(stay.id,)]
    assert rows(OldKey.key, OldKey.subject_id, OldKey.present) == [("OLD-1", homes.jb.id, homes.jb.key)]
    assert ("merged_children",) in rows(Activity.action)
    audited = select(AuditEntry.subject_id).where(AuditEntry.action == "merged_children")
    assert set(session().scalars(covering(EVERYTHING, audited))) == {homes.jb.id, gone}
    assert first_broken_link(EVERYTHING, homes.service.id) is None


def test_no_row_names_the_double_any_more(homes: Households, double: Child) -> None:
    factories.create_stay(double, homes.hub, "2026-11-01", "2026-11-03")
    factories.create_stay_card(double, homes.anita)
    gone = double.id
    merge(homes, double)
    for column in references_to(Child).values():
        assert gone not in {key for (key,) in rows(column)}, column


def test_looking_says_what_open_months_count_and_changes_nothing(homes: Households, double: Child) -> None:
    factories.changed(double, key="OLD-1")
    status = {"child_id": double.id}
    factories.changed(ChildStatusFrom(starts_on=ALWAYS, **status), status=ChildStatus.ADOPTED)
    factories.create_stay(double, homes.hub, "2026-11-01", "2026-11-04")
    before = everything()
    found = look_at_merging_children(sees(homes.manager), homes.jb.id, double.id)
    assert everything() == before
    assert found == Merged((Difference("Moira", NOVEMBER, Counted(0, 0), Counted(3, 3)),), (NOVEMBER,))
    merge(homes, double)
    again = look_at_counts(homes)
    assert again == {"Moira": 3}


def look_at_counts(homes: Households) -> dict[str, int]:
    """How many nights of JB each home hosted."""
    found: dict[str, int] = {}
    asked = select(Home.name).join(StayNight, StayNight.home_id == Home.id).where(StayNight.child_id == homes.jb.id)
    for name in session().scalars(covering(EVERYTHING, asked)):
        found[name] = found.get(name, 0) + 1
    return found


def test_an_uplift_that_becomes_due_is_flagged(homes: Households, double: Child) -> None:
    factories.changed(ChildStatusFrom(child_id=double.id, starts_on=ALWAYS), status=ChildStatus.ADOPTED)
    factories.create_stay(homes.jb, homes.hub, "2026-11-01", "2026-11-11")
    factories.create_stay(double, homes.hub, "2026-11-11", "2026-11-21")
    assert rows(Claim.counted) == []
    merge(homes, double)
    assert rows(Claim.counted) == [(20,)]


def test_a_closed_month_that_would_count_otherwise_is_refused_by_name(homes: Households, double: Child) -> None:
    factories.changed(ChildStatusFrom(child_id=double.id, starts_on=ALWAYS), status=ChildStatus.ADOPTED)
    factories.create_stay(double, homes.hub, "2026-10-01", "2026-10-04")
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))
    assert "October 2026 is closed. Moira counted 0 nights" in refused(homes, double, ClosedMonthDiffers)


def test_a_closed_month_that_counts_the_same_stands_in_nobodys_way(homes: Households, double: Child) -> None:
    factories.create_stay(double, homes.hub, "2026-10-01", "2026-10-04")
    factories.stored(ClosedMonth(service_id=homes.service.id, month=Month(2026, 10)))
    merge(homes, double)
    assert look_at_counts(homes) == {"Moira": 3}


def test_nights_that_meet_are_listed_and_one_that_was_not_stayed_makes_way(homes: Households, double: Child) -> None:
    factories.create_stay(homes.jb, homes.hub, "2026-11-01", "2026-11-03")
    other = factories.create_stay(double, homes.okafor, "2026-11-01", "2026-11-02")
    assert "Sun 1 Nov at Moira and at Okafor" in refused(homes, double, NightsMeet)
    night = {"child_id": double.id, "night": dt.date(2026, 11, 1)}
    factories.changed(StayNight(stay_id=other.id, **night), state=NightState.NOT_STAYED)
    merge(homes, double)
    assert look_at_counts(homes) == {"Moira": 2}


def test_who_slept_where_the_other_lives_stands_in_the_way(homes: Households) -> None:
    double = factories.create_child(homes.service, initials="JB")
    stay = factories.create_stay(double, homes.patel, "2026-11-01", "2026-11-02")
    words = refused(homes, double, SleptWhereItLives)
    assert "where the other lived then: Sun 1 Nov." in words
    night = StayNight(child_id=double.id, night=dt.date(2026, 11, 1), stay_id=stay.id)
    factories.changed(night, state=NightState.NOT_STAYED)
    merge(homes, double)
    assert look_at_counts(homes) == {"Patel": 1}, "the row of a night that was not stayed goes along"


def test_homes_lived_with_become_one_row_or_are_refused(homes: Households, double: Child) -> None:
    merge(homes, double)
    assert rows(Placement.child_id, Placement.home_id).count((homes.jb.id, homes.patel.id)) == 1
    other = factories.create_child(homes.service, homes.okafor, "JB", key="OLD-2")
    words = refused_with(homes, other, InTwoPlaces, "2-1")
    assert "with Patel and with Okafor at once" in words


def refused_with(homes: Households, double: Child, error: type[Exception], seen: str) -> str:
    """What merging says where the kept one was changed before."""
    with pytest.raises(error) as told:
        merge_children(sees(homes.manager), homes.jb.id, double.id, seen)
    return str(told.value)


def test_whom_the_double_must_not_meet_and_its_siblings_are_the_kept_childs(homes: Households, double: Child) -> None:
    manager, sibling = sees(homes.manager), factories.create_child(homes.service, homes.patel, "LB")
    keep_apart(manager, double.id, homes.ak.id)
    keep_apart(manager, homes.jb.id, homes.ak.id)
    say_siblings(manager, double.id, sibling.id)
    merge(homes, double)
    ((first, second),) = rows(NotTogether.first_id, NotTogether.second_id)
    assert {first, second} == {homes.jb.id, homes.ak.id}
    groups: dict[uuid.UUID, uuid.UUID | None] = dict(rows(Child.id, Child.sibling_group))
    assert groups[homes.jb.id] == groups[sibling.id] is not None


def test_two_who_are_said_to_be_two_are_not_merged(homes: Households, double: Child) -> None:
    manager = sees(homes.manager)
    keep_apart(manager, double.id, homes.jb.id)
    assert "They are kept apart from each other." in refused(homes, double, NotADouble)
    say_siblings(manager, homes.ak.id, homes.jb.id)
    with pytest.raises(NotADouble, match="They are said to be siblings."):
        merge_children(manager, homes.jb.id, homes.ak.id, "1-1")


def test_who_may_not_and_what_is_stale_changes_nothing(homes: Households, double: Child) -> None:
    with pytest.raises(Forbidden):
        merge_children(sees(homes.liaison), homes.jb.id, double.id, "1-1")
    with pytest.raises(MergedMeanwhile):
        merge(homes, double, "1-2")
    with pytest.raises(TheSame):
        merge(homes, homes.jb)
    far = factories.create_child(factories.create_service())
    with pytest.raises(NotFound):
        merge(homes, far)
    unnamed = factories.create_child(homes.service, initials="?")
    factories.changed(unnamed, is_unnamed=True)
    with pytest.raises(StillUnnamed):
        merge(homes, unnamed)


def test_both_stand_side_by_side_with_what_each_has(homes: Households, double: Child) -> None:
    factories.create_stay(double, homes.hub, "2026-11-01", "2026-11-04")
    both = two_children(sees(homes.manager), homes.jb.id, double.id)
    shown = {row.words: (row.kept, row.double) for row in both.rows}
    assert (shown["Sleepovers"], shown["Nights"]) == ((0, 1), (0, 3))
    assert next(iter(doubles_of_child(sees(homes.manager), homes.jb.id))) == str(double.id), "the same initials first"


def test_a_later_import_under_the_old_reference_finds_the_kept_child(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).of_north()
    register.set("placements", 1, home="Ash").set("stays", 1, arrive="2026-10-20", depart="2026-10-22")
    assert register.load("North").stored
    kept, double = child_called("C1"), child_called("C2")
    manager = sees(manager_of(kept))
    merge_children(manager, kept.id, double.id, "1-1")
    assert sorted(key for (key,) in rows(Child.key)) == ["C1", "C3"]
    outcome = register.load("North")
    assert [str(problem) for problem in outcome.problems] == []
    assert [(one.file, one.added) for one in outcome.counts if one.added] == []
    assert sorted(key for (key,) in rows(Child.key)) == ["C1", "C3"]
    stays: dict[str, uuid.UUID] = dict(rows(Stay.key, Stay.child_id))
    assert set(stays.values()) == {kept.id}


def manager_of(child: Child) -> Person:
    """A manager of a child's service."""
    service = session().scalars(visible(EVERYTHING, Service).where(Service.id == child.service_id)).one()
    return factories.create_person(Role.MANAGER, service)


def child_called(key: str) -> Child:
    """The child with a reference."""
    return session().scalars(visible(EVERYTHING, Child).where(Child.key == key)).one()
