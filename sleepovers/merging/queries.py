"""Two records side by side, which others could be doubles, and what homes count in the months that are touched."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from constellations.access import Viewer, covering, find
from constellations.children.models import Child
from constellations.children.queries import ChildPage, child_page, children_to_choose
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.homes.queries import HomePage, home_page
from constellations.models import Home
from sleepovers.counting.queries import month_counts
from sleepovers.merging.rows.actions import rows_by_column
from sleepovers.merging.rules import Counted
from sleepovers.merging.words import COLUMN_WORDS
from sleepovers.models import StayNight
from sleepovers.policies.queries import policies_in_force


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that the two have, in words, and of each how many."""

    words: str
    kept: int
    double: int


@dataclass(frozen=True, slots=True)
class TwoChildren:
    """A child that is kept and its double; `seen` names the versions of both."""

    kept: ChildPage
    double: ChildPage
    rows: tuple[Row, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class TwoHomes:
    """A home that is kept and its double; `seen` names the versions of both."""

    kept: HomePage
    double: HomePage
    rows: tuple[Row, ...]
    seen: str


def two_children(viewer: Viewer, kept_id: uuid.UUID, double_id: uuid.UUID) -> TwoChildren:
    """Two children side by side; raises NotFound."""
    kept, double = child_page(viewer, kept_id), child_page(viewer, double_id)
    rows = _rows(Child, kept_id, double_id)
    return TwoChildren(kept, double, rows, seen_versions(kept.child.version, double.child.version))


def two_homes(viewer: Viewer, kept_id: uuid.UUID, double_id: uuid.UUID) -> TwoHomes:
    """Two homes side by side; raises NotFound."""
    kept, double = home_page(viewer, kept_id), home_page(viewer, double_id)
    return TwoHomes(kept, double, _rows(Home, kept_id, double_id), seen_versions(kept.version, double.version))


def seen_versions(kept: int, double: int) -> str:
    """The versions of both, as a page carries them along."""
    return f"{kept}-{double}"


def doubles_of_child(viewer: Viewer, child_id: uuid.UUID) -> dict[str, str]:
    """The children who could be a double of one, by id: those with the same initials first."""
    initials = find(viewer, Child, child_id).initials
    choices = children_to_choose(viewer, child_id)
    alike = {key for key, words in choices.items() if words.split(" (")[0] == initials}
    return {key: choices[key] for key in sorted(choices, key=lambda key: key not in alike)}


def doubles_of_home(viewer: Viewer, home_id: uuid.UUID) -> dict[str, str]:
    """The other homes of the service, by id: name and reference."""
    home = find(viewer, Home, home_id)
    asked = (
        select(Home.id, Home.name, Home.key)
        .where(Home.service_id == home.service_id, Home.id != home.id)
        .order_by(Home.name, Home.key)
    )
    rows = session().execute(covering(viewer, asked, Home))
    return {str(key): f"{name} ({reference})" for key, name, reference in rows}


def months_touched(children: Collection[uuid.UUID] = (), homes: Collection[uuid.UUID] = ()) -> list[Month]:
    """The months with nights of these children, or at these homes, in order."""
    theirs = or_(StayNight.child_id.in_(children), StayNight.home_id.in_(homes))
    nights = session().scalars(covering(Viewer.system(), select(StayNight.night).where(theirs).distinct()))
    return sorted({Month.of(night) for night in nights})


def counts_in(service_id: uuid.UUID, months: Iterable[Month]) -> dict[tuple[uuid.UUID, Month], Counted]:
    """What every home of a service counts in these months."""
    everything = Viewer.system()
    return {
        (home.home_id, month): Counted(home.child_nights, home.counted)
        for month in months
        for home in month_counts(everything, month, policies_in_force(everything, month, service_id))
    }


def home_names(service_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The homes of a service by name."""
    rows = session().execute(covering(Viewer.system(), select(Home.id, Home.name).where(Home.service_id == service_id)))
    return {key: name for key, name in rows}  # noqa: C416  # a row is more than a pair


def _rows(model: type[Child] | type[Home], kept_id: uuid.UUID, double_id: uuid.UUID) -> tuple[Row, ...]:
    kept, double = rows_by_column(model, kept_id), rows_by_column(model, double_id)
    words: Sequence[str] = list(COLUMN_WORDS)
    return tuple(
        Row(str(COLUMN_WORDS[name]), kept.get(name, 0), double.get(name, 0))
        for name in words
        if name in kept or name in double
    )
