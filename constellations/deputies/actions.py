"""Naming a deputy, and ending that early."""

import datetime as dt
import uuid
from collections import defaultdict

from flask_babel import gettext
from sqlalchemy import and_, or_, select

from constellations.access import Viewer, covering, find, hold
from constellations.actions import let_end, span_of
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.words import day_words
from constellations.deputies import rules
from constellations.deputies.models import Deputy
from constellations.deputies.queries import may_name_for, stand_ins
from constellations.models import LiaisonAssignment, Person
from constellations.notices.actions import News, tell
from constellations.permissions import Permission, Role
from constellations.rules import Span

FIELDS = ("person_id", "for_id", "starts_on", "ends_on")
"""What of a deputy the audit trail names."""

BY_DEPUTY = "deputy"
"""What a cover that came of a deputy gives as its reason, with the id of that: two may begin and end alike."""


def name_deputy(viewer: Viewer, for_id: uuid.UUID, deputy_id: uuid.UUID, first: dt.date, last: dt.date) -> uuid.UUID:
    """Let somebody stand in for another from a first to a last day; gives its id. Both are told.

    For a liaison worker the deputy covers all that they look after. Raises NotYoursToName, CannotStandIn,
    StandsInAlready, IsADeputy, AwayThemself, NotFound, and what `deputy_days` raises.
    """
    viewer.must(Permission.NAME_DEPUTY)
    days = rules.deputy_days(first, last, viewer.today)
    if not may_name_for(viewer, for_id):
        raise rules.NotYoursToName
    with transaction() as here:
        # In one order, so that two who name each other do not wait in a circle; the second reads that it meets.
        held = {key: hold(viewer, Person, key) for key in sorted({for_id, deputy_id})}
        person, deputy = held[for_id], held[deputy_id]
        service_id = _must_fit(person, deputy)
        everything = Viewer.system()
        rules.must_be_free(
            days,
            theirs=stand_ins(everything, Deputy.for_id == person.id),
            where_deputy=stand_ins(everything, Deputy.person_id == person.id),
            away=stand_ins(everything, Deputy.for_id == deputy.id),
        )
        row = Deputy(
            service_id=service_id,
            person_id=deputy.id,
            for_id=person.id,
            starts_on=days.starts_on,
            ends_on=last + dt.timedelta(days=1),
            named_by=viewer.person_id,
        )
        here.add(row)
        here.flush()
        _cover(row, viewer.today)
        _note(viewer, "named_deputy", row)
        values = {"deputy": deputy.name, "name": person.name, "first": day_words(first), "last": day_words(last)}
        words = gettext("%(deputy)s stands in for %(name)s from %(first)s to %(last)s.", **values)
        tell({person.id, deputy.id} - {viewer.person_id}, News(f"deputy/{row.id}", words, "/me"))
        return row.id


def _must_fit(person: Person, deputy: Person) -> uuid.UUID:
    """The service of both; raises CannotStandIn, or NotFound for somebody who is not of a service, or has left."""
    if person.service_id is None or person.left_at is not None:
        raise NotFound
    is_here = deputy.left_at is None and deputy.service_id == person.service_id and deputy.id != person.id
    if not (is_here and rules.may_stand_in(deputy.role, person.role)):
        raise rules.CannotStandIn(person.role)
    return person.service_id


def end_deputy(viewer: Viewer, deputy_id: uuid.UUID) -> uuid.UUID:
    """End it from today on, or take it back where it has not begun; gives for whom it was. Both are told.

    The deputy may end it too. Raises NotYoursToName, IsOver, NotFound.
    """
    viewer.must(Permission.NAME_DEPUTY)
    with transaction():
        row = hold(viewer, Deputy, deputy_id)
        if not (may_name_for(viewer, row.for_id) or row.person_id == viewer.person_id):
            raise rules.NotYoursToName
        rules.must_not_be_over(row.ends_on, viewer.today)
        for_id = row.for_id
        _note(viewer, "ended_deputy", row)
        names = {one.id: one.name for one in (find(viewer, Person, key) for key in (row.person_id, row.for_id))}
        values = {"deputy": names[row.person_id], "name": names[row.for_id]}
        words = gettext("%(deputy)s no longer stands in for %(name)s.", **values)
        once = f"deputy/{row.id}/{clock.now().isoformat()}"
        tell({row.person_id, row.for_id} - {viewer.person_id}, News(once, words, "/me"))
        _end(viewer, row)
        return for_id


def end_deputies_of(viewer: Viewer, person_id: uuid.UUID) -> None:
    """End whatever somebody is deputy or has a deputy for, as part of an action that must have that effect."""
    rows = select(Deputy).where(
        or_(Deputy.person_id == person_id, Deputy.for_id == person_id), Deputy.ends_on > viewer.today
    )
    for row in session().scalars(covering(Viewer.system(), rows)).all():
        _note(viewer, "ended_deputy", row)
        _end(viewer, row)


def let_deputies_follow(viewer: Viewer, person_id: uuid.UUID) -> None:
    """Let the deputies of a liaison worker cover what that one looks after by now, as part of what changed it."""
    theirs = select(Deputy.person_id).where(Deputy.for_id == person_id, Deputy.ends_on > viewer.today).distinct()
    for deputy_id in session().scalars(covering(Viewer.system(), theirs.order_by(Deputy.person_id))).all():
        _cover_anew(viewer.today, deputy_id)


def _cover(row: Deputy, today: dt.date) -> None:
    """Let the deputy of a liaison worker cover, from today on, what they look after themself on which of those days.

    Where the deputy looks after it already nothing is added, and nothing of what the other one covers.
    """
    here, first = LiaisonAssignment, max(row.starts_on, today)
    meets = (here.starts_on < row.ends_on) & or_(here.ends_on.is_(None), here.ends_on > first)
    away = and_(here.person_id == row.for_id, here.is_cover.is_(False), Person.role == Role.LIAISON)
    both = select(here).join(Person, Person.id == here.person_id)
    looked = both.where(meets, or_(here.person_id == row.person_id, away))
    own, theirs = defaultdict[uuid.UUID, list[Span]](list), defaultdict[uuid.UUID, list[Span]](list)
    for one in session().scalars(covering(Viewer.system(), looked)).all():
        (own if one.person_id == row.person_id else theirs)[one.constellation_id].append(span_of(one))
    came_of = {"person_id": row.person_id, "is_cover": True, "reason": _reason(row)}
    for key, spans in theirs.items():
        for days in rules.days_to_cover(first, row.ends_on, spans, own[key]):
            held = {"starts_on": days.starts_on, "ends_on": days.ends_on}
            session().add(here(constellation_id=key, **held, **came_of))
    session().flush()


def _uncover(row: Deputy, today: dt.date) -> None:
    """End the cover that came of one deputy, and of no other."""
    here = LiaisonAssignment
    came_of_it = select(here).where(here.person_id == row.person_id, here.reason == _reason(row), here.ends_on > today)
    for cover in session().scalars(covering(Viewer.system(), came_of_it)).all():
        let_end(cover, today)


def _cover_anew(today: dt.date, deputy_id: uuid.UUID) -> None:
    """Let a deputy cover from today on what those look after for whom they stand in, as it is by now."""
    ahead = select(Deputy).where(Deputy.person_id == deputy_id, Deputy.ends_on > today)
    rows = session().scalars(covering(Viewer.system(), ahead.order_by(Deputy.starts_on, Deputy.id))).all()
    for row in rows:
        _uncover(row, today)
    for row in rows:
        _cover(row, today)


def _end(viewer: Viewer, row: Deputy) -> None:
    """End a deputy, and with it the cover that came of it; of what else they stand in for they may need it."""
    deputy_id = row.person_id
    _uncover(row, viewer.today)
    if row.starts_on > viewer.today:
        session().delete(row)
    else:
        row.ends_on = viewer.today
    session().flush()
    _cover_anew(viewer.today, deputy_id)


def _reason(row: Deputy) -> str:
    return f"{BY_DEPUTY} {row.id}"


def _note(viewer: Viewer, action: str, row: Deputy) -> None:
    record(viewer, action, row.id, service_id=row.service_id)
    audit(viewer, Change(action, "deputy", row.id, FIELDS), row.service_id)
    # Of whom it is stays told, too, where the row is taken back before it has begun.
    audit(viewer, Change(action, "person", row.person_id), row.service_id)
