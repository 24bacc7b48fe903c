"""The homes that have a milestone in a year."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.directory.queries import carers_of
from constellations.models import Home, HomeTerms, Membership
from constellations.permissions import Permission
from constellations.support.milestones.rules import milestone_in
from constellations.support.queries import is_here


@dataclass(frozen=True, slots=True)
class Milestone:
    """So many years of fostering, on a day."""

    home_id: uuid.UUID
    home: str
    home_key: str
    carers: Sequence[str]
    approved_on: dt.date
    years: int
    day: dt.date


MILESTONE_COLUMNS = ("day", "years", "home", "home_key", "carers", "approved_on")
"""Those of the file of milestones."""


def milestones(viewer: Viewer, year: int) -> tuple[Milestone, ...]:
    """The milestones of a year in order, at homes that are here; two queries."""
    viewer.must(Permission.SEE_MILESTONES)
    return _milestones(viewer, year, true())


def milestones_of_service(viewer: Viewer, service_id: uuid.UUID | None, year: int) -> tuple[Milestone, ...]:
    """Those of a service, for the job that tells of them."""
    return _milestones(viewer, year, Home.service_id == service_id)


def milestone_rows(viewer: Viewer, year: int) -> list[tuple[object, ...]]:
    """The milestones of a year as rows of `MILESTONE_COLUMNS`."""
    return [
        (one.day, one.years, one.home, one.home_key, "; ".join(one.carers), one.approved_on)
        for one in milestones(viewer, year)
    ]


def homes_without_day(viewer: Viewer) -> int:
    """Of how many homes that are here nobody has written down since when they foster."""
    asked = select(Home.id).where(Home.approved_on.is_(None), is_here(viewer))
    return len(session().scalars(covering(viewer, asked, Home, through=(HomeTerms, Membership))).all())


def own_approval(viewer: Viewer) -> dt.date | None:
    """Since when the viewer's own home fosters, where that is known."""
    asked = select(Home.approved_on).where(Home.id == viewer.home_id)
    return session().scalar(covering(viewer, asked, Home))


def _milestones(viewer: Viewer, year: int, which: ColumnElement[bool]) -> tuple[Milestone, ...]:
    asked = select(Home).where(Home.approved_on.is_not(None), is_here(viewer), which)
    homes = session().scalars(covering(viewer, asked, Home, through=(HomeTerms, Membership))).all()
    marked = [(home, home.approved_on, milestone_in(home.approved_on, year)) for home in homes if home.approved_on]
    carers = carers_of(viewer, [home.id for home, _, found in marked if found])
    found = (
        Milestone(home.id, home.name, home.key, carers.get(home.id, ()), since, *at) for home, since, at in marked if at
    )
    return tuple(sorted(found, key=lambda one: (one.day, one.home, one.home_id)))
