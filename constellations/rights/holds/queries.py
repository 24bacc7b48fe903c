"""Who is held, and the holds of one person or child as managers read them."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.models import Person
from constellations.rights.models import SubjectHold
from constellations.rights.rules import Subject

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold: why, and who gave and lifted it when."""

    hold_id: uuid.UUID
    reason: str
    given_by: str
    given_at: dt.datetime
    lifted_by: str | None
    lifted_at: dt.datetime | None


def held_person_ids() -> Select[uuid.UUID | None]:
    """Selects the people who are held at this moment: `Row.person_id.not_in(held_person_ids())`.

    For statements that ask as the system: of holds, nobody but managers is to learn in this way.
    """
    # Without those that have none: beside a null, SQL finds nothing to be outside of a list.
    return select(SubjectHold.person_id).where(SubjectHold.person_id.is_not(None), SubjectHold.lifted_at.is_(None))


def held_child_ids() -> Select[uuid.UUID | None]:
    """Selects the children who are held at this moment; as `held_person_ids`."""
    return select(SubjectHold.child_id).where(SubjectHold.child_id.is_not(None), SubjectHold.lifted_at.is_(None))


def holds_of(viewer: Viewer, subject: Subject) -> tuple[HoldLine, ...]:
    """The holds of one person or child, those that stand first, the latest first; none for who reads no holds."""
    order = (SubjectHold.lifted_at.is_not(None), SubjectHold.given_at.desc(), SubjectHold.id)
    rows = session().scalars(visible(viewer, SubjectHold).where(_of(subject)).order_by(*order)).all()
    giver, lifter = aliased(Person), aliased(Person)
    by = (
        select(SubjectHold.id, giver.name, lifter.name)
        .join(giver, giver.id == SubjectHold.given_by)
        .outerjoin(lifter, lifter.id == SubjectHold.lifted_by)
        .where(SubjectHold.id.in_([row.id for row in rows]))
    )
    names = {row[0]: (row[1], row[2]) for row in session().execute(covering(SYSTEM(), by))}
    return tuple(
        HoldLine(row.id, row.reason, names[row.id][0], row.given_at, names[row.id][1], row.lifted_at) for row in rows
    )


def _of(subject: Subject) -> ColumnElement[bool]:
    return SubjectHold.child_id == subject.key if subject.is_child else SubjectHold.person_id == subject.key
