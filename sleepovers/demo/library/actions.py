"""Filling the list of teams and the handbook of the demo service, and letting a few homes have left it."""

import datetime as dt
import uuid
from collections.abc import Mapping

from constellations.access import Viewer, visible
from constellations.children.models import Child, Placement
from constellations.core import clock
from constellations.core.database import transaction
from constellations.models import Constellation, Home, HomeTerms, Membership, Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.retention.actions import enter_outside
from constellations.retention.rules import Outside
from constellations.retention.years import Year, YearKind
from constellations.rules import HomeRole, HomeStatus
from constellations.support.handbook.actions import begin_page, publish_page, say_read
from constellations.support.handbook.queries import draft_of
from constellations.support.handbook.rules import PageWords
from constellations.support.leaving.actions import say_whether_planned, say_why_left
from constellations.support.leaving.rules import LeavingWords, Reason, Scope
from constellations.support.teams.actions import add_team
from sleepovers.demo.families import EVER, NEWLY_APPROVED, child_key
from sleepovers.demo.library.pages import DELEGATED, MILEAGE, SLEEPOVERS, SLEEPOVERS_LATER, TEAMS

LEFT = (
    ("Rowe", "Plough", dt.date(2024, 6, 10), dt.date(2025, 11, 15), Scope.CONSTELLATION, Reason.MOVED),
    ("Vance", "Northern Lights", dt.date(2009, 2, 1), dt.date(2026, 5, 20), Scope.FOSTERING, Reason.RETIRED),
    ("Ward", "Cassiopeia", dt.date(2023, 9, 4), dt.date(2026, 4, 18), Scope.FOSTERING, Reason.LACK_OF_SUPPORT),
)
"""Home, constellation, when it was approved, when it left, what, and why. Of one more nobody has said why."""

MOVED_ON = ((("Grant", "DM"), "Vance", True), (("Jarvis", "KD"), "Ward", None), (("Jarvis", "PD"), "Ward", False))
"""A child, where it lived before, and whether the move was planned; none where nobody has said."""

OUTSIDE = {-1: Outside(63, 5, 9), 0: Outside(59, 3, 4)}
"""By how many financial years ago: the homes in no constellation."""

UNREAD_BY = ("Anita Patel", "Chidi Okafor", "Hana Sayed")
"""Who has not said yet that they have read."""


def let_them_look_up(viewer: Viewer) -> None:
    """Fill both as a service manager would, and let most carers have read what they are asked to."""
    with transaction() as here:
        people = here.scalars(visible(viewer, Person)).all()
    manager = viewer_for(next(one for one in people if one.role is Role.MANAGER))
    for team in TEAMS:
        add_team(manager, team)
    number = _published(manager, SLEEPOVERS)
    _publish(manager, number, SLEEPOVERS_LATER)
    _published(manager, DELEGATED)
    begin_page(manager, MILEAGE)
    for person in people:
        if person.home_id is not None and person.name not in UNREAD_BY:
            say_read(viewer_for(person), number, 2)
    _let_homes_leave(viewer, manager)
    running = Year.of(YearKind.FINANCIAL, clock.today())
    for ago, entered in OUTSIDE.items():
        enter_outside(manager, Year(running.kind, running.begins + ago), entered, 0)


def _published(manager: Viewer, words: PageWords) -> int:
    number = begin_page(manager, words)
    _publish(manager, number, words)
    return number


def _publish(manager: Viewer, number: int, words: PageWords) -> None:
    publish_page(manager, number, words, draft_of(manager, number).version)


def _let_homes_leave(viewer: Viewer, manager: Viewer) -> None:
    with transaction() as here:
        around = {one.key: one for one in here.scalars(visible(viewer, Constellation))}
        children = {one.key: one.id for one in here.scalars(visible(viewer, Child))}
        gone = {row[0]: _home_that_left(around[row[1]], row[0], row[2]) for row in LEFT}
        here.add_all(gone.values())
        here.flush()
        for name, constellation, _approved, day, scope, _reason in LEFT:
            here.add_all(_terms_and_membership(gone[name].id, around[constellation].id, day, scope))
        moved = [_earlier(children, child, gone[home]) for child, home, _planned in MOVED_ON]
        here.add_all(moved)
    for name, _constellation, _approved, day, scope, reason in LEFT:
        say_why_left(manager, gone[name].id, day, LeavingWords(scope, day, frozenset({reason})), 0)
    for placement, (_child, _home, is_planned) in zip(moved, MOVED_ON, strict=True):
        if is_planned is not None:
            say_whether_planned(manager, placement.id, is_planned)


def _home_that_left(constellation: Constellation, name: str, approved_on: dt.date) -> Home:
    return Home(key=name, name=name, service_id=constellation.service_id, approved_on=approved_on)


def _terms_and_membership(
    home_id: uuid.UUID, constellation_id: uuid.UUID, day: dt.date, scope: Scope
) -> list[HomeTerms | Membership]:
    ready = {"home_id": home_id, "beds": 1, "approved_children": 2}
    then = HomeStatus.LEFT if scope is Scope.FOSTERING else HomeStatus.ACTIVE
    member = {"constellation_id": constellation_id, "role": HomeRole.SATELLITE, "starts_on": EVER, "ends_on": day}
    return [
        HomeTerms(ends_on=day, status=HomeStatus.ACTIVE, **ready),
        HomeTerms(starts_on=day, status=then, **ready),
        Membership(home_id=home_id, **member),
    ]


def _earlier(children: Mapping[str, uuid.UUID], child: tuple[str, str], home: Home) -> Placement:
    """Where a child lived before it came to a family that was newly approved."""
    return Placement(child_id=children[child_key(*child)], home_id=home.id, starts_on=EVER, ends_on=NEWLY_APPROVED)
