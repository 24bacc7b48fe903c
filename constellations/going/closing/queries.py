"""A constellation that may close, and what closing it would change."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from constellations.access import Viewer, covering, find, visible
from constellations.activity.models import AuditEntry
from constellations.core.database import session
from constellations.corrections import check_day
from constellations.going.declaration import Effect, Going, effects_of
from constellations.models import Constellation, Home, Membership
from constellations.rules import HomeRole

ENDS_MEMBERSHIPS = "ends_on"
"""A field of the link that says that a constellation closed: those of the memberships that it ended follow."""


@dataclass(frozen=True, slots=True)
class Goes:
    """A home whose membership ends when a constellation closes; `is_taken_back` where it has not begun by then."""

    home_id: uuid.UUID
    home: str
    role: HomeRole
    is_taken_back: bool
    other_constellations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """What is otherwise once a constellation has closed; it cannot while something `must_end_first`."""

    day: dt.date
    homes: tuple[Goes, ...]
    effects: tuple[Effect, ...]

    @property
    def must_end_first(self) -> tuple[Effect, ...]:
        """What stands in the way."""
        return tuple(effect for effect in self.effects if effect.must_end_first)


def constellation_to_close(viewer: Viewer, constellation_id: uuid.UUID) -> Constellation:
    """The constellation; raises NotFound."""
    return find(viewer, Constellation, constellation_id)


def what_closing_changes(viewer: Viewer, constellation_id: uuid.UUID, day: dt.date) -> Closing:
    """What closing on a day would change; nothing is stored. Raises DayOutOfReach."""
    check_day(day, viewer.today)
    rows = memberships_beyond(viewer, constellation_id, day)
    going = Going(frozenset(row.home_id for row in rows), constellation_id, day)
    homes, elsewhere = _homes(viewer, going), _elsewhere(viewer, going)
    goes = (
        Goes(row.home_id, homes[row.home_id], row.role, row.starts_on >= day, tuple(elsewhere.get(row.home_id, ())))
        for row in rows
    )
    return Closing(day, tuple(sorted(goes, key=lambda one: one.home)), tuple(effects_of(viewer, going)))


def memberships_beyond(viewer: Viewer, constellation_id: uuid.UUID, day: dt.date) -> Sequence[Membership]:
    """The memberships of a constellation that hold on a day or later."""
    beyond = or_(Membership.ends_on.is_(None), Membership.ends_on > day)
    rows = visible(viewer, Membership).where(Membership.constellation_id == constellation_id, beyond)
    return session().scalars(rows.order_by(Membership.home_id, Membership.starts_on)).all()


def memberships_until(viewer: Viewer, constellation_id: uuid.UUID, day: dt.date) -> Sequence[Membership]:
    """The memberships of a constellation that end on a day."""
    rows = visible(viewer, Membership).where(Membership.constellation_id == constellation_id, Membership.ends_on == day)
    return session().scalars(rows.order_by(Membership.home_id)).all()


def ended_by_closing(constellation: Constellation, rows: Sequence[Membership]) -> Sequence[Membership]:
    """Those of some memberships that the last closing of their constellation ended, as the audit trail says."""
    links = select(AuditEntry.seq, AuditEntry.fields).where(AuditEntry.chain == constellation.service_id)
    closed = links.where(AuditEntry.action == "closed_constellation", AuditEntry.subject_id == constellation.id)
    last = session().execute(covering(Viewer.system(), closed.order_by(AuditEntry.seq.desc()).limit(1))).one_or_none()
    if last is None or ENDS_MEMBERSHIPS not in last.fields:
        # Closed before the trail told these apart.
        return rows
    ended = select(AuditEntry.subject_id).where(
        AuditEntry.chain == constellation.service_id,
        AuditEntry.seq > last.seq,
        AuditEntry.action == "end_membership",
        AuditEntry.subject_id.in_([row.id for row in rows]),
    )
    known = set(session().scalars(covering(Viewer.system(), ended)))
    return [row for row in rows if row.id in known]


def _homes(viewer: Viewer, going: Going) -> dict[uuid.UUID, str]:
    asked = select(Home.id, Home.name).where(Home.id.in_(going.home_ids))
    return {key: name for key, name in session().execute(covering(viewer, asked, Home))}  # noqa: C416  # a row is more


def _elsewhere(viewer: Viewer, going: Going) -> dict[uuid.UUID, list[str]]:
    """To which other constellations these homes belong on that day or later."""
    asked = (
        select(Membership.home_id, Constellation.name)
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .where(
            Membership.home_id.in_(going.home_ids),
            Membership.constellation_id != going.constellation_id,
            or_(Membership.ends_on.is_(None), Membership.ends_on > going.day),
        )
        .order_by(Constellation.name)
    )
    found: dict[uuid.UUID, list[str]] = {}
    for home_id, name in session().execute(covering(viewer, asked, Membership, through=(Constellation,))):
        found.setdefault(home_id, []).append(name)
    return found
