"""Who has a place at an event: those move up who wait, and nobody counts who has moved out, or counts twice."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, find, hold
from constellations.children.models import Placement
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.words import occasion_words
from constellations.events.answers.models import EventAnswer, EventGuest, asked_on_its_day
from constellations.events.answers.rules import Coming, InLine, free_places, moves_up
from constellations.events.models import Event, Occurrence
from constellations.jobs.rules import JobResult
from constellations.models import Person, holds_on
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at


@dataclass(frozen=True, slots=True)
class At:
    """One date of an event, which is held."""

    event: Event
    at: Occurrence

    @property
    def words(self) -> str:
        """What it is and when, for who is told."""
        when = occasion_words(self.at.starts_on, self.at.starts_at, self.at.minutes)
        return f"{self.at.title or self.event.title}, {when}"

    @property
    def is_to_come(self) -> bool:
        """Whether somebody may still come to it: it is not over, and not called off."""
        is_called_off = self.at.cancelled_at is not None or self.event.cancelled_at is not None
        return not is_called_off and self.at.length.ends > clock.wall_now()


def seat_who_waits(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: whoever waits, waits for a place
    since: dt.date,  # noqa: ARG001  # whatever the days that were missed: a place that is free now is free now
    until: dt.date,
) -> JobResult:
    """Let families move up to places that nobody has, whatever made them free: a no, more places, a family that leaves.

    Before that nobody counts any more who has moved out of a family.
    """
    leave_out_who_moved(viewer)
    waits = (
        select(Occurrence.id)
        .join(EventAnswer, EventAnswer.occurrence_id == Occurrence.id)
        .where(EventAnswer.waits_since.is_not(None), Occurrence.starts_on >= until, Occurrence.cancelled_at.is_(None))
        .distinct()
        .order_by(Occurrence.id)
    )
    seated = 0
    for occurrence_id in session().scalars(covering(viewer, waits)).all():
        with transaction():
            at = hold(viewer, Occurrence, occurrence_id)
            seated += let_move_up(At(find(viewer, Event, at.event_id), at))
    return JobResult(seated, ngettext("%(num)s family has a place now.", "%(num)s families have a place now.", seated))


def leave_out_who_moved(viewer: Viewer, child_id: uuid.UUID | None = None) -> None:
    """Leave out of answers to what is ahead whoever does not live with that family any more, or one child alone.

    To what has begun they came as they were then. Their places go to who waits. By itself, or as part of an action that
    must have that effect.
    """
    moved = or_(_lives_elsewhere(viewer.today), _fosters_elsewhere())
    if child_id is not None:
        moved = and_(moved, EventGuest.child_id == child_id)
    _leave_out_of(moved, from_day=viewer.today)


def leave_out_double(kept_id: uuid.UUID, double_id: uuid.UUID) -> None:
    """Count a child once in answers that name both records of it, as part of merging the two.

    The place that this frees at what is ahead goes to who waits.
    """
    kept = aliased(EventGuest)
    beside = select(kept.id).where(kept.answer_id == EventGuest.answer_id, kept.child_id == kept_id)
    _leave_out_of(and_(EventGuest.child_id == double_id, beside.correlate(EventGuest).exists()))


def _leave_out_of(which: ColumnElement[bool], from_day: dt.date | None = None) -> None:
    """Leave guests out of the answers to every date; with a day of those alone that begin then or later, and have not.

    The places go to who waits.
    """
    answered = select(EventAnswer.occurrence_id).join(EventGuest, EventGuest.answer_id == EventAnswer.id).where(which)
    asked = select(Occurrence.id).where(Occurrence.id.in_(answered))
    if from_day is not None:
        asked = asked.where(Occurrence.starts_on >= from_day)
    in_order = asked.order_by(Occurrence.starts_on, Occurrence.planned_on, Occurrence.id)
    everything = Viewer.system()
    for occurrence_id in session().scalars(covering(everything, in_order)).all():
        with transaction():
            at = hold(everything, Occurrence, occurrence_id)
            if from_day is not None and at.length.has_begun(clock.now()):
                continue
            guests = select(EventGuest, EventAnswer).join(EventAnswer, EventAnswer.id == EventGuest.answer_id)
            found = session().execute(covering(everything, guests.where(EventAnswer.occurrence_id == at.id, which)))
            for guest, answer in found.all():
                _leave_out(guest, answer)
            let_move_up(At(find(everything, Event, at.event_id), at))


def let_move_up(date: At) -> int:
    """Give free places to those who wait, and tell them; gives how many families have one now.

    What is over or called off has no places.
    """
    if not date.is_to_come:
        return 0
    going = all_going(date.at)
    free = free_places(date.event.capacity, sum(one.heads for one in going if one.is_seated))
    line = [one for one in going if one.waits_since is not None]
    up = set(moves_up(free, [InLine(one.id, one.heads) for one in line]))
    for one in line:
        if one.id in up:
            one.waits_since = None
            words = gettext("There is room for you now: %(what)s", what=date.words)
            path = f"/events/{date.at.id}"
            tell(carers_at([one.home_id]), News(f"{path}/place/{one.id}/{clock.now().isoformat()}", words, path))
    return len(up)


def all_going(at: Occurrence) -> Sequence[EventAnswer]:
    """All families that go, of those that are asked on that day, those who have waited longest first.

    Whoever asks, for places are everybody's.
    """
    theirs = (
        select(EventAnswer)
        .join(Occurrence, Occurrence.id == EventAnswer.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(
            EventAnswer.occurrence_id == at.id, EventAnswer.said == Coming.GOING, asked_on_its_day(EventAnswer.home_id)
        )
    )
    ordered = theirs.order_by(EventAnswer.waits_since, EventAnswer.id)
    return session().scalars(covering(Viewer.system(), ordered)).all()


def _lives_elsewhere(today: dt.date) -> ColumnElement[bool]:
    lives = select(Placement.child_id).where(
        Placement.child_id == EventGuest.child_id, Placement.home_id == EventAnswer.home_id, holds_on(Placement, today)
    )
    return and_(EventGuest.child_id.is_not(None), ~lives.correlate_except(Placement).exists())


def _fosters_elsewhere() -> ColumnElement[bool]:
    lives = select(Person.id).where(
        Person.id == EventGuest.person_id, Person.home_id == EventAnswer.home_id, Person.left_at.is_(None)
    )
    return and_(EventGuest.person_id.is_not(None), ~lives.correlate_except(Person).exists())


def _leave_out(guest: EventGuest, answer: EventAnswer) -> None:
    if guest.child_id is None:
        answer.adults -= 1
    else:
        answer.children -= 1
    if answer.said is Coming.GOING and not answer.heads:
        answer.said, answer.waits_since = Coming.NO, None
    session().delete(guest)
    session().flush()
