"""Answering an event for a family, and letting those move up who wait for a place."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from constellations.access import Viewer, covering, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.events.answers.models import EventAnswer, EventGuest, HomeDiet
from constellations.events.answers.queries import WhoComes, answer_of, guests_of, who_comes
from constellations.events.answers.rules import (
    COMES,
    Coming,
    NobodyComes,
    NothingToAnswer,
    free_places,
    has_place,
    must_be_ahead,
    must_be_few,
    must_be_host,
    tidy_diet,
)
from constellations.events.answers.seating.actions import At, all_going, let_move_up
from constellations.events.families.queries import Household, homes_asked, households
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle
from constellations.models import Home
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class Reply:
    """A family's word. `guests` none: whom it named before, or else all who live there; `diet` none: as it stands.

    `home_id` is for staff, who answer for a family; `all_dates` gives the same word to all dates to come of a series.
    """

    said: Coming
    guests: Collection[uuid.UUID] | None = None
    more_adults: int = 0
    more_children: int = 0
    diet: str | None = None
    all_dates: bool = False
    home_id: uuid.UUID | None = None


def answer_event(viewer: Viewer, occurrence_id: uuid.UUID, reply: Reply) -> EventAnswer:
    """Say whether a family comes, and who of it; the last word of a family counts. First come, first served.

    Raises NotFound, and what the rules raise: NothingToAnswer, CalledOff, IsOver, NobodyComes, TooManyOthers,
    NoRoomForMore, DietTooLong.
    """
    viewer.must(Permission.ANSWER_EVENTS)
    must_be_few(reply.more_adults, reply.more_children)
    diet = None if reply.diet is None else tidy_diet(reply.diet)
    with transaction():
        at = hold(viewer, Occurrence, occurrence_id)
        event = find(viewer, Event, at.event_id)
        home_id = _whose(viewer, event, at, reply)
        _must_be_open(event, at)
        household = households(viewer, [home_id])[home_id]
        answer = _answer_one(viewer, At(event, at), home_id, reply, household)
        for other in _others_of_series(viewer, at) if reply.all_dates else ():
            _answer_one(viewer, At(event, other), home_id, reply, household)
        if diet is not None:
            _keep_diet(viewer, home_id, diet)
        record(viewer, "answered_event", at.id, home_id=home_id, service_id=event.service_id)
    return answer


def take_list(viewer: Viewer, occurrence_id: uuid.UUID) -> WhoComes:
    """Who comes, to be kept in a file, with a line that it was taken; raises NotFound, NotTheHost."""
    viewer.must(Permission.HOST_EVENTS)
    with transaction():
        coming = who_comes(viewer, occurrence_id)
        must_be_host(coming.is_host)
        record(viewer, "took_list_of_event", occurrence_id)
        audit(viewer, Change("took_list", "occurrence", occurrence_id))
    return coming


def _whose(viewer: Viewer, event: Event, at: Occurrence, reply: Reply) -> uuid.UUID:
    """The family that is answered for: one's own, or as staff another; one that the event is for on its day."""
    if event.circle is Circle.HOME:
        raise NothingToAnswer
    home_id = viewer.home_id if viewer.is_carer else reply.home_id
    if home_id is None or home_id not in homes_asked(viewer, event, at.starts_on):
        raise NotFound
    return find(viewer, Home, home_id).id


def _must_be_open(event: Event, at: Occurrence) -> None:
    is_called_off = at.cancelled_at is not None or event.cancelled_at is not None
    must_be_ahead(at.length.ends, clock.wall_now(), is_called_off=is_called_off)


def _others_of_series(viewer: Viewer, at: Occurrence) -> Sequence[Occurrence]:
    """The dates of its series that come after one, held in their order: two families never wait for each other."""
    later = select(Occurrence).where(
        Occurrence.event_id == at.event_id,
        Occurrence.id != at.id,
        Occurrence.starts_on >= at.starts_on,
        Occurrence.cancelled_at.is_(None),
    )
    held = later.order_by(Occurrence.starts_on, Occurrence.planned_on).with_for_update(key_share=True, of=Occurrence)
    rows = session().scalars(covering(viewer, held, Occurrence).execution_options(populate_existing=True)).all()
    return [one for one in rows if one.length.ends > clock.wall_now()]


def _answer_one(viewer: Viewer, date: At, home_id: uuid.UUID, reply: Reply, household: Household) -> EventAnswer:
    answer = answer_of(viewer, date.at.id, home_id)
    had = answer.heads if answer and answer.is_seated else 0
    since = answer.waits_since if answer else None
    guests = _guests(viewer, answer, reply, household)
    more = _others(answer, reply)
    if answer is None:
        answer = EventAnswer(occurrence_id=date.at.id, home_id=home_id)
    answer.said, (answer.more_adults, answer.more_children) = reply.said, more
    answer.adults = sum(one.key in guests for one in household.adults) + more[0]
    answer.children = sum(one.key in guests for one in household.children) + more[1]
    if reply.said is Coming.GOING and not answer.heads:
        raise NobodyComes
    answer.waits_since = _waits_since(date, answer, had, since)
    answer.for_day, answer.for_time = date.at.starts_on, date.at.starts_at
    answer.answered_by, answer.answered_at = viewer.person_id, clock.now()
    session().add(answer)
    session().flush()
    _keep_guests(viewer, answer, guests, household)
    let_move_up(date)
    return answer


def _guests(viewer: Viewer, answer: EventAnswer | None, reply: Reply, household: Household) -> frozenset[uuid.UUID]:
    """Whom of the household the answer is about; somebody else's key counts for nothing."""
    if reply.said is Coming.NO:
        return frozenset()
    if reply.guests is not None:
        return household.keys & frozenset(reply.guests)
    if answer is not None and answer.said in COMES:
        return household.keys & guests_of(viewer, answer.id)
    return household.keys


def _others(answer: EventAnswer | None, reply: Reply) -> tuple[int, int]:
    """Adults and children whom the family brings besides its household."""
    if reply.said is Coming.NO:
        return 0, 0
    if reply.guests is None and answer is not None:
        return answer.more_adults, answer.more_children
    return reply.more_adults, reply.more_children


def _waits_since(date: At, answer: EventAnswer, had: int, since: dt.datetime | None) -> dt.datetime | None:
    """Since when a family waits for a place; none where it needs none, or has it."""
    if answer.said is not Coming.GOING:
        return None
    others = sum(one.heads for one in all_going(date.at) if one.is_seated and one.home_id != answer.home_id)
    free = free_places(date.event.capacity, others + had)
    if since is not None and free is not None:
        # Who waits already keeps their turn, and moves up with the others if there is room now.
        return since
    return None if has_place(answer.heads, had, free, date.at.starts_on) else clock.now()


def _keep_guests(viewer: Viewer, answer: EventAnswer, guests: frozenset[uuid.UUID], household: Household) -> None:
    """Only those go whom an answer does not name any more, and only those come who are new."""
    before = guests_of(viewer, answer.id)
    for key in before - guests:
        gone = delete(EventGuest).where(
            EventGuest.answer_id == answer.id, (EventGuest.person_id == key) | (EventGuest.child_id == key)
        )
        session().execute(covering(Viewer.system(), gone))
    adults = {one.key for one in household.adults}
    for key in sorted(guests - before):
        is_adult = key in adults
        who = {"person_id": key if is_adult else None, "child_id": None if is_adult else key}
        session().add(EventGuest(answer_id=answer.id, **who))


def _keep_diet(viewer: Viewer, home_id: uuid.UUID, words: str) -> None:
    found = select(HomeDiet).where(HomeDiet.home_id == home_id)
    diet = session().scalars(covering(Viewer.system(), found)).one_or_none()
    if diet is None and words:
        session().add(HomeDiet(home_id=home_id, words=words, said_by=viewer.person_id))
    elif diet is not None:
        # Said again, it is kept for as long again.
        diet.words, diet.said_by, diet.said_at = words, viewer.person_id, clock.now()
