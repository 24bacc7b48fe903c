"""Handing over what a liaison worker looks after, for good or for as long as they are away."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import or_, select, true

from constellations.access import Viewer, covering, find, hold
from constellations.actions import let_end, span_of
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.words import full_day_words
from constellations.corrections import check_day
from constellations.deputies.actions import let_deputies_follow
from constellations.going.queries import hub_and_liaison_of
from constellations.models import Constellation, LiaisonAssignment, Person
from constellations.notices.actions import News, tell
from constellations.people.caseload.rules import LooksAfterInPart, NothingHandedOver, ToThemself, is_looked_after
from constellations.people.looking_after.actions import NoLiaisonWorker
from constellations.people.rules import HasLeft, day_after, must_not_outlast
from constellations.permissions import Permission, Role
from constellations.rules import Span

FIELDS = ("starts_on", "ends_on", "is_cover", "reason")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What is handed over to whom and why, from a first day on; with a last day it comes back: the other one covers."""

    to: uuid.UUID
    constellation_ids: Collection[uuid.UUID]
    first: dt.date
    last: dt.date | None
    reason: str


def hand_over(viewer: Viewer, person_id: uuid.UUID, handed: HandedOver) -> int:
    """Hand over constellations that somebody looks after to another liaison worker; gives how many. All are told.

    Raises NothingHandedOver, ToThemself, LooksAfterInPart, HasLeft, NoLiaisonWorker, DaysTheWrongWayRound,
    DayOutOfReach, OutlastsDeputy, NotFound.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    must_not_outlast(viewer.acts_as_own, handed.to == viewer.person_id)
    check_day(handed.first, viewer.today)
    ends_on = day_after(handed.first, handed.last, is_cover=False)
    if handed.to == person_id:
        raise ToThemself
    with transaction():
        # In one order, so that two who hand over crosswise do not wait for each other.
        held = {key: hold(viewer, Person, key) for key in sorted({person_id, handed.to})}
        person, to = held[person_id], held[handed.to]
        _must_look_after(to, person)
        rows = _theirs(person.id, handed, ends_on)
        if not rows:
            raise NothingHandedOver
        for row in rows:
            _hand_over_one(viewer, row, to, handed, ends_on)
        for one in (person, to):
            let_deputies_follow(viewer, one.id)
        record(viewer, "handed_over_caseload", person.id, service_id=person.service_id)
        _tell(viewer, (person, to), [row.constellation_id for row in rows], handed)
        return len(rows)


def _must_look_after(to: Person, person: Person) -> None:
    """Raise where somebody cannot take over: only a liaison worker of the same service who is here can."""
    if to.left_at is not None:
        raise HasLeft(to.name)
    if to.role is not Role.LIAISON or to.service_id != person.service_id:
        raise NoLiaisonWorker(to.name)


def _theirs(person_id: uuid.UUID, handed: HandedOver, ends_on: dt.date | None) -> Sequence[LiaisonAssignment]:
    """What of it they look after on the first day or later, and before the end where there is one; not as cover."""
    here = LiaisonAssignment
    rows = select(here).where(
        here.person_id == person_id,
        here.constellation_id.in_(handed.constellation_ids),
        here.is_cover.is_(False),
        or_(here.ends_on.is_(None), here.ends_on > handed.first),
        true() if ends_on is None else here.starts_on < ends_on,
    )
    return session().scalars(covering(Viewer.system(), rows.order_by(here.constellation_id, here.starts_on))).all()


def _hand_over_one(
    viewer: Viewer, row: LiaisonAssignment, to: Person, handed: HandedOver, ends_on: dt.date | None
) -> None:
    constellation = find(viewer, Constellation, row.constellation_id)
    is_cover = ends_on is not None
    # Nobody covers longer than the other one looks after it.
    ends = [day for day in (ends_on, row.ends_on) if day is not None]
    days = Span(max(handed.first, row.starts_on), min(ends, default=None))
    if not is_cover:
        let_end(row, days.starts_on)
        _note(viewer, "end_looking_after", row.person_id, to.service_id, ("ends_on",))
    asked = select(LiaisonAssignment).where(
        LiaisonAssignment.person_id == to.id, LiaisonAssignment.constellation_id == constellation.id
    )
    others = [span_of(one) for one in session().scalars(covering(Viewer.system(), asked))]
    does = is_looked_after(days, others)
    if does is None:
        raise LooksAfterInPart(to.name, constellation.name)
    if does:
        return
    new = LiaisonAssignment(
        person_id=to.id,
        constellation_id=constellation.id,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        is_cover=is_cover,
        reason=handed.reason,
    )
    session().add(new)
    session().flush()
    _note(viewer, "begin_looking_after", to.id, to.service_id, FIELDS)


def _note(
    viewer: Viewer, action: str, person_id: uuid.UUID, service_id: uuid.UUID | None, fields: Sequence[str]
) -> None:
    audit(viewer, Change(action, "liaison_assignment", person_id, fields), service_id)


def _tell(viewer: Viewer, both: tuple[Person, Person], constellation_ids: list[uuid.UUID], handed: HandedOver) -> None:
    """Tell both liaison workers, and the hubs."""
    person, to = both
    days = {"first": full_day_words(handed.first), "last": full_day_words(handed.last or handed.first)}
    once = f"handed/{person.id}/{clock.now().isoformat()}"
    for key in dict.fromkeys(constellation_ids):
        name = find(viewer, Constellation, key).name
        values = {"to": to.name, "name": name, **days}
        words = gettext("%(to)s looks after %(name)s from %(first)s on.", **values)
        if handed.last is not None:
            words = gettext("%(to)s stands in for the liaison worker of %(name)s from %(first)s to %(last)s.", **values)
        people = hub_and_liaison_of(key, viewer.today) | {person.id, to.id}
        tell(people - {viewer.person_id}, News(f"{once}/{key}", words, f"/constellations/{key}"))
