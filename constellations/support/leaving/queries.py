"""Homes that left and what is said of them; placements that ended, and whether that was planned."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, find, visible
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.models import Constellation, Home, HomeTerms, Membership, Person
from constellations.permissions import Permission
from constellations.rules import HomeStatus, Span
from constellations.support.leaving import rules
from constellations.support.leaving.models import Leaving, LeavingVersion, PlacementEnding
from constellations.support.leaving.rules import Departure, LeavingWords, Spell


@dataclass(frozen=True, slots=True)
class DepartureLine:
    """A home that left: what the register says, and what staff say of it, none where nobody has said it yet."""

    departure: Departure
    home: str
    constellations: tuple[str, ...]
    words: LeavingWords | None
    waits: bool


@dataclass(frozen=True, slots=True)
class EndingLine:
    """A placement that ended: planned or not, none where nobody has said it yet."""

    placement_id: uuid.UUID
    initials: str
    home: str
    ended_on: dt.date
    is_planned: bool | None


@dataclass(frozen=True, slots=True)
class SaidOnce:
    """What was said of a home that left in one version."""

    number: int
    words: LeavingWords
    by: str | None
    on: dt.datetime


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """One home's departure, what is said of it now, all that was said before, and its other departures."""

    home_id: uuid.UUID
    home: str
    line: DepartureLine | None
    version: int
    history: tuple[SaidOnce, ...]
    others: tuple[DepartureLine, ...]


def homes_that_left(viewer: Viewer) -> list[DepartureLine]:
    """Every departure that the viewer may speak of, the latest first; five queries, whatever their number."""
    viewer.must(Permission.SAY_WHY_LEFT)
    names = {row[0]: row[1] for row in session().execute(covering(viewer, select(Home.id, Home.name), Home))}
    every = covering(Viewer.system(), select(Constellation.id, Constellation.name))
    called = {row[0]: row[1] for row in session().execute(every)}
    said: defaultdict[uuid.UUID, dict[dt.date, LeavingWords]] = defaultdict(dict)
    for row in session().scalars(visible(viewer, Leaving)):
        said[row.home_id][row.departed_on] = words_of(row)
    return [
        _line(one, names[one.home_id], called, said[one.home_id], viewer.today)
        for one in rules.departures(spells_seen(viewer), days_left(viewer), viewer.today)
        if _is_theirs(viewer, one)
    ]


def homes_to_say_why(viewer: Viewer) -> list[DepartureLine]:
    """The homes that left within a year and of which nobody has said why, the latest first."""
    return [line for line in homes_that_left(viewer) if line.waits]


def leaving_page(viewer: Viewer, home_id: uuid.UUID, on: dt.date | None = None) -> LeavingPage:
    """One home's departure on a day, or its latest; raises NotFound where the viewer does not see the home."""
    home = find(viewer, Home, home_id)
    lines = [line for line in homes_that_left(viewer) if line.departure.home_id == home_id]
    line = next((line for line in lines if line.departure.on == on), lines[0] if lines else None)
    row = leaving_of(viewer, line.departure) if line else None
    others = tuple(one for one in lines if one is not line)
    return LeavingPage(
        home.id, home.name, line, row.version if row else 0, _history(viewer, row.id) if row else (), others
    )


def leaving_of(viewer: Viewer, departure: Departure) -> Leaving | None:
    """What is stored of a departure, also where the register has moved its day a little since."""
    rows = session().scalars(visible(viewer, Leaving).where(Leaving.home_id == departure.home_id)).all()
    day = rules.same_leaving([row.departed_on for row in rows], departure.on)
    return next((row for row in rows if row.departed_on == day), None)


def words_of(row: Leaving | LeavingVersion) -> LeavingWords:
    """What a row says."""
    return LeavingWords(row.scope, row.left_on, row.reasons)


def placements_ended(viewer: Viewer) -> list[EndingLine]:
    """The placements that ended within a year, those first of which nobody has said whether it was planned; one query.

    A child who went on living in the same home, under a new row of the register, has not gone.
    """
    viewer.must(Permission.SAY_WHY_LEFT)
    asked = (
        select(Placement.id, Child.initials, Home.name, Placement.ends_on, PlacementEnding.is_planned)
        .join(Child, Child.id == Placement.child_id)
        .join(Home, Home.id == Placement.home_id)
        .outerjoin(PlacementEnding, PlacementEnding.placement_id == Placement.id)
        .where(
            Placement.ends_on <= viewer.today,
            Placement.ends_on > viewer.today - rules.WAITS_FOR,
            went_away(),
        )
        .order_by(PlacementEnding.is_planned.is_not(None), Placement.ends_on.desc(), Home.name, Child.initials)
    )
    rows = session().execute(covering(viewer, asked, Placement, Home, through=(Child, PlacementEnding)))
    return [EndingLine(row[0], row[1], row[2], row[3], row[4]) for row in rows if row[3] is not None]


def ended_placement(viewer: Viewer, placement_id: uuid.UUID) -> Placement:
    """A placement that the viewer may speak of; raises NotFound."""
    return find(viewer, Placement, placement_id)


def went_away() -> ColumnElement[bool]:
    """Whether a child did not go on in the same home when its placement ended, in a statement that names it."""
    following = aliased(Placement)
    goes_on = exists().where(
        following.child_id == Placement.child_id,
        following.home_id == Placement.home_id,
        following.starts_on == Placement.ends_on,
    )
    return ~goes_on


def spells_seen(viewer: Viewer) -> list[Spell]:
    """When the homes that the viewer sees are members, also of constellations that the viewer does not see."""
    asked = select(Membership.home_id, Membership.constellation_id, Membership.starts_on, Membership.ends_on).join(
        Home, Home.id == Membership.home_id
    )
    rows = session().execute(covering(viewer, asked, Home, through=(Membership,)))
    return [Spell(row[0], row[1], Span(row[2], row[3])) for row in rows]


def days_left(viewer: Viewer) -> dict[uuid.UUID, list[Span]]:
    """When the homes that the viewer sees stand as left."""
    asked = visible(viewer, HomeTerms).where(HomeTerms.status == HomeStatus.LEFT)
    found: defaultdict[uuid.UUID, list[Span]] = defaultdict(list)
    for row in session().scalars(asked):
        found[row.home_id].append(Span(row.starts_on, row.ends_on))
    return found


def _line(
    departure: Departure,
    home: str,
    called: Mapping[uuid.UUID, str],
    said: Mapping[dt.date, LeavingWords],
    today: dt.date,
) -> DepartureLine:
    day = rules.same_leaving(said, departure.on)
    words = said[day] if day else None
    constellations = tuple(sorted(called[one] for one in departure.constellation_ids))
    return DepartureLine(departure, home, constellations, words, words is None and rules.waits(departure, today))


def _is_theirs(viewer: Viewer, departure: Departure) -> bool:
    """Whether it is for the viewer to say why: managers of all, a liaison worker of those looked after then."""
    if viewer.sees_whole_service or not departure.constellation_ids:
        return True
    return not departure.constellation_ids.isdisjoint(viewer.constellation_ids)


def _history(viewer: Viewer, leaving_id: uuid.UUID) -> tuple[SaidOnce, ...]:
    asked = (
        select(LeavingVersion, Person.name)
        .outerjoin(Person, Person.id == LeavingVersion.written_by)
        .where(LeavingVersion.leaving_id == leaving_id)
        .order_by(LeavingVersion.number.desc())
    )
    rows = session().execute(covering(viewer, asked, LeavingVersion, through=(Person,)))
    return tuple(SaidOnce(row.number, words_of(row), by, row.written_at) for row, by in rows)
