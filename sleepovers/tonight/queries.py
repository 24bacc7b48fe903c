"""Tonight's board of a constellation; no child is named but to those who are told."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select

from constellations.access import Viewer, covering, find
from constellations.children.models import ChildStatusFrom, Placement
from constellations.core import clock
from constellations.core.database import session
from constellations.cover.queries import CoverLine, covers_today
from constellations.models import Constellation, HomeTerms, LiaisonAssignment, Membership, Person, Service, holds_on
from constellations.permissions import CARERS, Role
from constellations.rules import HomeRole
from sleepovers.availability.queries import openness_of
from sleepovers.booking.rules import FOSTERED
from sleepovers.models import StayNight
from sleepovers.nights.queries import HomeTonight, tonights_beds
from sleepovers.nights.rules import OCCUPYING
from sleepovers.rules import night_that_runs
from sleepovers.tonight.rules import Room, present_tonight, room_of, whom_to_ask_first


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One home tonight: its windows, and the room in it."""

    home: HomeTonight
    room: Room


@dataclass(frozen=True, slots=True)
class Board:
    """Who can host tonight in a constellation; `cover` is who covers for its hub today, `phone` out of hours.

    Until 06:00 `night` is still that of the evening before.
    """

    constellation: Constellation
    night: dt.date
    lines: tuple[BoardLine, ...]
    cover: CoverLine | None
    hubs: tuple[str, ...]
    phone: str | None

    @property
    def able(self) -> tuple[BoardLine, ...]:
        """Those that can host."""
        return tuple(line for line in self.lines if line.room.can_host)

    @property
    def others(self) -> tuple[BoardLine, ...]:
        """Those that cannot, as things stand."""
        return tuple(line for line in self.lines if not line.room.can_host)


def board(viewer: Viewer, constellation_id: uuid.UUID) -> Board:
    """Tonight's board, whom to ask first at its top; raises NotFound. A fixed number of queries."""
    constellation = find(viewer, Constellation, constellation_id)
    homes, night = tonights_beds(viewer, [constellation_id]), night_that_runs(clock.now())
    rooms = rooms_on([home.home_id for home in homes], night)
    lines = [BoardLine(home, rooms[home.home_id]) for home in homes]
    return Board(
        constellation=constellation,
        night=night,
        lines=tuple(sorted(lines, key=lambda line: whom_to_ask_first(line.room))),
        cover=covers_today(viewer, [constellation_id]).get(constellation_id),
        hubs=tuple(home.name for home in homes if home.role is HomeRole.HUB),
        phone=phone_out_of_hours(constellation.service_id),
    )


def rooms_on(home_ids: Collection[uuid.UUID], night: dt.date) -> dict[uuid.UUID, Room]:
    """The room in each of these homes on a night; six queries at most, whatever their number and that of their stays.

    Facts, whoever asks, of which no child can be told: what of them a viewer reads is a number.
    """
    everything = Viewer.system()
    terms = select(HomeTerms).where(HomeTerms.home_id.in_(home_ids), holds_on(HomeTerms, night))
    said = openness_of(everything, home_ids, [night])
    lives = select(Placement.child_id, Placement.home_id)
    lives = lives.where(Placement.home_id.in_(home_ids), holds_on(Placement, night))
    living = {row[0]: row[1] for row in session().execute(covering(everything, lives))}
    down = select(StayNight.child_id, StayNight.home_id, StayNight.bed).where(
        StayNight.night == night,
        StayNight.state.in_(OCCUPYING),
        or_(StayNight.home_id.in_(home_ids), StayNight.child_id.in_(living)),
    )
    sleeping = session().execute(covering(everything, down)).all()
    there = present_tonight(living, [(child_id, home_id) for child_id, home_id, _ in sleeping])
    fostered = _fostered({child_id for children in there.values() for child_id in children}, night)
    rooms = {}
    for row in session().scalars(covering(everything, terms)):
        taken = sum(home_id == row.home_id and bed is not None for _, home_id, bed in sleeping)
        counted = len(there.get(row.home_id, set()) & fostered)
        empty = max(0, row.beds - taken)
        rooms[row.home_id] = room_of(row.status, said[row.home_id, night], empty, counted, row.approved_children)
    return rooms


def phone_out_of_hours(service_id: uuid.UUID) -> str | None:
    """Whom a service's carers phone out of hours."""
    asked = select(Service.out_of_hours_phone).where(Service.id == service_id)
    return session().scalars(covering(Viewer.system(), asked)).first()


def own_phone(viewer: Viewer) -> str | None:
    """Whom the viewer phones out of hours."""
    return phone_out_of_hours(viewer.service_id) if viewer.service_id else None


def constellations_of_home(home_id: uuid.UUID, viewer: Viewer) -> list[uuid.UUID]:
    """The constellations of which a home is a member today."""
    asked = select(Membership.constellation_id).where(Membership.home_id == home_id, holds_on(Membership, viewer.today))
    return list(session().scalars(covering(Viewer.system(), asked)))


def who_looks_at(constellation_id: uuid.UUID, viewer: Viewer) -> set[uuid.UUID]:
    """Everybody who may have the board of a constellation open: its carers and its liaison workers of today."""
    homes = select(Membership.home_id).where(
        Membership.constellation_id == constellation_id, holds_on(Membership, viewer.today)
    )
    cared_for = select(LiaisonAssignment.person_id).where(
        LiaisonAssignment.constellation_id == constellation_id, holds_on(LiaisonAssignment, viewer.today)
    )
    asked = select(Person.id).where(
        Person.left_at.is_(None),
        or_(
            Person.home_id.in_(homes) & Person.role.in_(CARERS),
            Person.id.in_(cared_for) & (Person.role == Role.LIAISON),
        ),
    )
    return set(session().scalars(covering(Viewer.system(), asked)))


def _fostered(child_ids: Collection[uuid.UUID], night: dt.date) -> set[uuid.UUID]:
    """Which of these children the usual limit counts on a night."""
    asked = select(ChildStatusFrom.child_id).where(
        ChildStatusFrom.child_id.in_(child_ids),
        ChildStatusFrom.status.in_(FOSTERED),
        holds_on(ChildStatusFrom, night),
    )
    return set(session().scalars(covering(Viewer.system(), asked)))
