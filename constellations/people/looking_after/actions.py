"""Giving a liaison worker a constellation to look after, and taking it back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Select, or_, select

from constellations.access import Viewer, covering, find, hold
from constellations.actions import let_end
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound, RuleBroken
from constellations.corrections import check_day
from constellations.deputies.actions import let_deputies_follow
from constellations.models import Constellation, LiaisonAssignment, Person
from constellations.people.rules import AlreadyLooksAfter, HasLeft, day_after, must_not_outlast
from constellations.permissions import Permission, Role


class NoLiaisonWorker(RuleBroken):
    """Only liaison workers look after single constellations."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is no liaison worker, and looks after no single constellation.")


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both included; cover always has a last one."""

    first: dt.date
    last: dt.date | None = None
    is_cover: bool = False


def begin_looking_after(viewer: Viewer, person_id: uuid.UUID, constellation_id: uuid.UUID, days: Days) -> None:
    """Let a liaison worker look after a constellation for some days, or until further notice.

    Raises AlreadyLooksAfter, CoverWithoutEnd, DaysTheWrongWayRound, DayOutOfReach, HasLeft, NoLiaisonWorker or
    OutlastsDeputy.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    must_not_outlast(viewer.acts_as_own, person_id == viewer.person_id)
    check_day(days.first, viewer.today)
    ends_on = day_after(days.first, days.last, days.is_cover)
    with transaction() as current:
        person = hold(viewer, Person, person_id)
        if person.left_at is not None:
            raise HasLeft(person.name)
        if person.role is not Role.LIAISON:
            raise NoLiaisonWorker(person.name)
        constellation = find(viewer, Constellation, constellation_id)
        if _overlaps(person.id, constellation.id, days.first, ends_on):
            raise AlreadyLooksAfter
        current.add(
            LiaisonAssignment(
                person_id=person.id,
                constellation_id=constellation.id,
                starts_on=days.first,
                ends_on=ends_on,
                is_cover=days.is_cover,
            )
        )
        current.flush()
        let_deputies_follow(viewer, person.id)
        record(viewer, "begin_looking_after", constellation.id)
        fields = ["starts_on", "ends_on", "is_cover"]
        audit(viewer, Change("begin_looking_after", "liaison_assignment", person.id, fields), person.service_id)


def end_looking_after(viewer: Viewer, person_id: uuid.UUID, constellation_id: uuid.UUID, first_day: dt.date) -> None:
    """End an assignment from today on; one that begins today or later is taken back altogether."""
    viewer.must(Permission.INVITE_PEOPLE)
    with transaction() as current:
        person = hold(viewer, Person, person_id)
        constellation = find(viewer, Constellation, constellation_id)
        rows = _assignments(person.id).where(
            LiaisonAssignment.constellation_id == constellation.id, LiaisonAssignment.starts_on == first_day
        )
        row = current.scalars(covering(Viewer.system(), rows)).one_or_none()
        if row is None or (row.ends_on is not None and row.ends_on <= viewer.today):
            raise NotFound(f"{person.name} does not look after {constellation.name} any more.")
        let_end(row, viewer.today)
        let_deputies_follow(viewer, person.id)
        record(viewer, "end_looking_after", constellation.id)
        audit(viewer, Change("end_looking_after", "liaison_assignment", person.id, ["ends_on"]), person.service_id)


def end_all_assignments(viewer: Viewer, person_id: uuid.UUID) -> None:
    """End whatever somebody looks after, as part of an action that must have that effect."""
    rows = _assignments(person_id).where(
        or_(LiaisonAssignment.ends_on.is_(None), LiaisonAssignment.ends_on > viewer.today)
    )
    for row in session().scalars(covering(Viewer.system(), rows)).all():
        let_end(row, viewer.today)


def _assignments(person_id: uuid.UUID) -> Select[LiaisonAssignment]:
    return select(LiaisonAssignment).where(LiaisonAssignment.person_id == person_id)


def _overlaps(person_id: uuid.UUID, constellation_id: uuid.UUID, first: dt.date, ends_on: dt.date | None) -> bool:
    rows = _assignments(person_id).where(
        LiaisonAssignment.constellation_id == constellation_id,
        or_(LiaisonAssignment.ends_on.is_(None), LiaisonAssignment.ends_on > first),
    )
    if ends_on is not None:
        rows = rows.where(LiaisonAssignment.starts_on < ends_on)
    return session().scalars(covering(Viewer.system(), rows).limit(1)).one_or_none() is not None
