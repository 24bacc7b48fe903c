"""Keeping the register of an event, taking it back, and thanking those who came."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext
from sqlalchemy import and_, delete, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import audit, record, record_opposite
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.events.answers.rules import must_be_few
from constellations.events.attendance.declaration import thanks_hidden
from constellations.events.attendance.models import Attendance, Attended, EventRegister
from constellations.events.attendance.queries import RegisterPage, RegisterRow, household_to_add, register_page
from constellations.events.attendance.rules import (
    FamilyCame,
    NobodyToThank,
    NoRegister,
    RegisterOvertaken,
    ThanksHidden,
    changed,
    must_be_somebody,
    must_have_begun,
    tidy_thanks,
)
from constellations.events.families.queries import named_by
from constellations.events.models import Event, Occurrence
from constellations.events.rules import EventKind
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at
from constellations.permissions import Permission
from constellations.support.learning.actions import Course, write_down_course

CAME, DID_NOT_COME = "came_to_event", "did_not_come_to_event"
"""Participation in the activity log, on the day of the event: that a family came, and that it did not after all."""

KEPT, TOOK_BACK = "kept_register", "took_back_register"
"""That somebody wrote down who came, and that they did not after all."""

CAME_ALONG = "came_along_to_event"
"""The same of each further carer of a family that came."""


@dataclass(frozen=True, slots=True)
class Register:
    """Who came as somebody wrote it down; `add` is a family that came unannounced, with all who live there."""

    families: Collection[FamilyCame]
    version: int
    add: uuid.UUID | None = None


def keep_register(viewer: Viewer, occurrence_id: uuid.UUID, register: Register) -> None:
    """Write down who came, as often as it needs to be put right; of a training it goes to the learning log.

    Raises NotFound, NotTheHost, NotBegun, DidNotTakePlace, RegisterOvertaken, NobodyOf, TooManyOthers.
    """
    viewer.must(Permission.HOST_EVENTS)
    with transaction():
        at = hold(viewer, Occurrence, occurrence_id)
        page = _open(viewer, at)
        if page.version != register.version:
            raise RegisterOvertaken
        event = find(viewer, Event, at.event_id)
        rows = {row.home_id: row for row in page.rows}
        came = {one.home_id: one for one in register.families if one.home_id in rows}
        if register.add is not None and register.add in page.others:
            rows[register.add] = _added(viewer, register.add, page.others[register.add])
            came[register.add] = FamilyCame(register.add, rows[register.add].ticked)
        # Who puts a register right has done nothing for others that they had not done before.
        action = KEPT if _note_kept(viewer, at) else "corrected_register"
        record(viewer, action, at.id, service_id=event.service_id)
        stored = {one.home_id: one for one in _stored(at)}
        for home_id in stored.keys() - came.keys():
            _take_out(stored[home_id])
        for home_id, one in came.items():
            _write_family(at, rows[home_id], one, stored.get(home_id))
        _note_participation(viewer, event, at, changed(stored, came))
        _note_learning(viewer, event, at)
        audit(viewer, Change("kept_register", "event_register", at.id, ("homes",)), event.service_id)


def take_back_register(viewer: Viewer, occurrence_id: uuid.UUID) -> None:
    """Undo the register as a whole, the thanks with it, also of what does not take place any more.

    Raises NotFound, NotTheHost, NoRegister.
    """
    viewer.must(Permission.HOST_EVENTS)
    with transaction():
        at = hold(viewer, Occurrence, occurrence_id)
        register_page(viewer, at.id)
        kept = _kept(at)
        if kept is None:
            raise NoRegister
        event, stored = find(viewer, Event, at.event_id), _stored(at)
        for one in stored:
            _take_out(one)
        session().delete(kept)
        session().flush()
        _note_participation(viewer, event, at, changed([one.home_id for one in stored], ()))
        # Of the home and the day of whoever had kept it.
        record_opposite(viewer, KEPT, TOOK_BACK, at.id, event.service_id, since=at.starts_on)
        _note_learning(viewer, event, at)
        audit(viewer, Change("took_back_register", "event_register", at.id, ("homes",)), event.service_id)


def thank(viewer: Viewer, occurrence_id: uuid.UUID, words: str) -> None:
    """Leave a note for those who came, and tell them once that it is there; written again it is put right.

    Raises NotFound, NotTheHost, NobodyToThank, NoThanks, ThanksTooLong, ThanksHidden.
    """
    viewer.must(Permission.HOST_EVENTS)
    thanks = tidy_thanks(words)
    with transaction():
        at = hold(viewer, Occurrence, occurrence_id)
        _open(viewer, at)
        kept = _kept(at)
        if kept is None:
            raise NobodyToThank
        event = find(viewer, Event, at.event_id)
        if thanks_hidden(at.id) is not None:
            raise ThanksHidden
        kept.thanks, kept.thanked_by, kept.thanked_at = thanks, viewer.person_id, clock.now()
        homes = [one.home_id for one in _stored(at)]
        path, title = f"/events/{at.id}", at.title or event.title
        news = News(f"{path}/thanks", gettext("Thank you for coming: %(title)s. There is a note.", title=title), path)
        tell(carers_at(homes) - {viewer.person_id}, news)
        record(viewer, "thanked", at.id, service_id=event.service_id)


def _open(viewer: Viewer, at: Occurrence) -> RegisterPage:
    page = register_page(viewer, at.id)
    must_have_begun(at.length.begins, clock.now(), is_called_off=page.coming.is_called_off)
    return page


def _added(viewer: Viewer, home_id: uuid.UUID, home: str) -> RegisterRow:
    everybody = household_to_add(viewer, home_id)
    return RegisterRow(home_id, home, everybody, True, everybody.keys, 0, 0, said=None)


def _note_kept(viewer: Viewer, at: Occurrence) -> bool:
    """Store that somebody wrote down who came; gives whether nobody had before."""
    kept = _kept(at)
    if kept is None:
        session().add(EventRegister(occurrence_id=at.id, kept_by=viewer.person_id))
    else:
        kept.kept_by, kept.kept_at = viewer.person_id, clock.now()
        flag_modified(kept, "kept_at")
    session().flush()
    return kept is None


def _kept(at: Occurrence) -> EventRegister | None:
    asked = select(EventRegister).where(EventRegister.occurrence_id == at.id)
    return session().scalars(covering(Viewer.system(), asked)).one_or_none()


def _stored(at: Occurrence) -> Sequence[Attendance]:
    asked = select(Attendance).where(Attendance.occurrence_id == at.id).order_by(Attendance.id)
    return session().scalars(covering(Viewer.system(), asked)).all()


def _take_out(one: Attendance) -> None:
    named = delete(Attended).where(Attended.attendance_id == one.id)
    session().execute(covering(Viewer.system(), named.execution_options(synchronize_session=False)))
    session().delete(one)
    session().flush()


def _write_family(at: Occurrence, row: RegisterRow, came: FamilyCame, known: Attendance | None) -> None:
    """Write one family down: those of it who are ticked, and the number of the others."""
    must_be_few(came.more_adults, came.more_children)
    ticked = row.everybody.keys & came.guests
    adults = sum(one.key in ticked for one in row.everybody.adults)
    children = sum(one.key in ticked for one in row.everybody.children)
    before = _named_in(known)
    # Whom the viewer may not read of stays named, as long as the number of the others leaves room for them.
    unread = before - row.everybody.keys
    unread = unread if len(unread) <= came.more_children else frozenset()
    attendance = known or Attendance(occurrence_id=at.id, home_id=row.home_id)
    attendance.more_adults, attendance.more_children = came.more_adults, came.more_children - len(unread)
    attendance.adults, attendance.children = adults + came.more_adults, children + came.more_children
    must_be_somebody(row.home, attendance.adults + attendance.children)
    session().add(attendance)
    session().flush()
    new, gone = changed(before, ticked | unread)
    if gone:
        rows = (Attended.person_id.in_(gone)) | (Attended.child_id.in_(gone))
        out = delete(Attended).where(Attended.attendance_id == attendance.id, rows)
        session().execute(covering(Viewer.system(), out.execution_options(synchronize_session=False)))
    grown = {one.key for one in row.everybody.adults}
    for key in sorted(new):
        who = {"person_id": key if key in grown else None, "child_id": None if key in grown else key}
        session().add(Attended(attendance_id=attendance.id, **who))
    session().flush()


def leave_double_out_of_registers(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Count a child once in registers that name both records of it, as part of merging the two."""
    kept = aliased(Attended)
    both = (
        select(Attended, Attendance)
        .join(Attendance, Attendance.id == Attended.attendance_id)
        .join(kept, and_(kept.attendance_id == Attended.attendance_id, kept.child_id == kept_id))
        .where(Attended.child_id == double_id)
    )
    for named, attendance in session().execute(covering(Viewer.system(), both)).all():
        attendance.children -= 1
        session().delete(named)
    session().flush()


def _named_in(known: Attendance | None) -> frozenset[uuid.UUID]:
    if known is None:
        return frozenset()
    asked = select(Attended.person_id, Attended.child_id).where(Attended.attendance_id == known.id)
    rows = session().execute(covering(Viewer.system(), asked))
    return named_by(rows)


def _carers_who_came(at: Occurrence) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The carers who came, by home; a home of which none did is left out."""
    asked = (
        select(Attendance.home_id, Attended.person_id)
        .join(Attended, Attended.attendance_id == Attendance.id)
        .where(Attendance.occurrence_id == at.id, Attended.person_id.is_not(None))
    )
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for home_id, person_id in session().execute(covering(Viewer.system(), asked)):
        if person_id is not None:
            found.setdefault(home_id, set()).add(person_id)
    return found


def _note_participation(
    viewer: Viewer, event: Event, at: Occurrence, homes: tuple[Collection[uuid.UUID], Collection[uuid.UUID]]
) -> None:
    """Write into the activity log which families came, and which did not after all."""
    new, gone = homes
    carers = _carers_who_came(at)
    for home_id in sorted(new):
        by_name: list[uuid.UUID | None] = [*sorted(carers.get(home_id, ()))]
        first, *others = by_name or [None]
        _note_family(viewer, CAME, at, (home_id, first), event.service_id)
        for person_id in others:
            _note_family(viewer, CAME_ALONG, at, (home_id, person_id), event.service_id)
    for home_id in sorted(gone):
        _note_family(viewer, DID_NOT_COME, at, (home_id, None), event.service_id)


def _note_family(
    viewer: Viewer, action: str, at: Occurrence, who: tuple[uuid.UUID, uuid.UUID | None], service_id: uuid.UUID
) -> None:
    family = replace(viewer, home_id=who[0], person_id=who[1])
    record(family, action, at.id, service_id=service_id, happened_on=at.starts_on)


def _note_learning(viewer: Viewer, event: Event, at: Occurrence) -> None:
    if event.kind is not EventKind.TRAINING:
        return
    title, minutes = at.title or event.title, at.minutes if at.starts_at else None
    course = Course(at.id, event.service_id, title, at.starts_on, minutes, at.length.last_day)
    write_down_course(viewer, course, {one for carers in _carers_who_came(at).values() for one in carers})
