"""Homes, their places and times in constellations, and their carers."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering
from constellations.activity.models import Activity
from constellations.core.clock import london
from constellations.core.database import session
from constellations.directory.queries import Gathered
from constellations.engagement.contacts.models import PrefersPhone
from constellations.engagement.needs.models import NeedsLevels
from constellations.engagement.needs.rules import DEFAULT_LEVELS, Levels
from constellations.models import Home, Membership, Person, Service
from constellations.rules import HomeStatus, Span


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody to write to."""

    person_id: uuid.UUID
    name: str

    @property
    def first_name(self) -> str:
        """How a button calls them."""
        return self.name.split(" ")[0]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a family belongs, and whether it is a hub anywhere."""

    around: tuple[tuple[uuid.UUID, str], ...]
    is_hub: bool


def places_in(gathered: Collection[Gathered]) -> dict[uuid.UUID, Place]:
    """The homes that are members today, each once with all its constellations; one that has left is none."""
    found: dict[uuid.UUID, Place] = {}
    for one in gathered:
        for member in one.members:
            if member.status is not HomeStatus.LEFT:
                before = found.get(member.home_id, Place((), is_hub=False))
                around = (*before.around, (one.constellation_id, one.name))
                found[member.home_id] = Place(around, before.is_hub or member.is_hub)
    return found


def homes_of(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Home, bool]]:
    """The homes themselves, each with whether it would rather be phoned."""
    phoned = PrefersPhone.home_id.is_not(None)
    asked = select(Home, phoned).outerjoin(PrefersPhone, PrefersPhone.home_id == Home.id).where(Home.id.in_(home_ids))
    rows = session().execute(covering(viewer, asked, Home, through=(PrefersPhone,)))
    return {home.id: (home, bool(prefers)) for home, prefers in rows}


def spans_of(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Span]]:
    """All memberships of these homes, also those of constellations that the viewer does not look after: days alone."""
    # Under a name of its own: what a viewer sees of a home is asked of the same table.
    of = aliased(Membership)
    asked = select(of.home_id, of.starts_on, of.ends_on).join(Home, Home.id == of.home_id).where(Home.id.in_(home_ids))
    found: dict[uuid.UUID, list[Span]] = {}
    for home_id, starts_on, ends_on in session().execute(covering(viewer, asked, Home, through=(Membership,))):
        found.setdefault(home_id, []).append(Span(starts_on, ends_on))
    return found


def levels_and_beginning(viewer: Viewer) -> tuple[Levels, dt.date]:
    """The numbers of the viewer's service, and the day of the first thing that anybody of it did: today if none."""
    first = select(func.min(Activity.at)).where(Activity.service_id == viewer.service_id).scalar_subquery()
    asked = (
        select(NeedsLevels, first)
        .select_from(Service)
        .outerjoin(NeedsLevels, NeedsLevels.service_id == Service.id)
        .where(Service.id == viewer.service_id)
    )
    row = session().execute(covering(viewer, asked, Service, through=(NeedsLevels, Activity))).one_or_none()
    if row is None:
        return DEFAULT_LEVELS, viewer.today
    levels: NeedsLevels | None = row[0]
    began: dt.datetime | None = row[1]
    return levels.levels if levels else DEFAULT_LEVELS, london(began).date() if began else viewer.today


def carers_of_homes(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Carer]]:
    """The carers of some homes whose access has not ended, by name."""
    asked = (
        select(Person.home_id, Person.id, Person.name)
        .where(Person.home_id.in_(home_ids), Person.left_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    found: dict[uuid.UUID, list[Carer]] = {}
    for home_id, person_id, name in session().execute(covering(viewer, asked, Person)):
        if home_id is not None:
            found.setdefault(home_id, []).append(Carer(person_id, name))
    return found
