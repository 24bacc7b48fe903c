"""The panel of the home page that asks a family whether it comes."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.events.answers.models import EventAnswer, asked_on_its_day
from constellations.events.answers.rules import wants_another_look
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.queries import OnTheCalendar, occurrences_in
from constellations.home_page.declaration import Panel
from constellations.models import HomeTerms, Membership
from constellations.permissions import CARERS, Permission

AHEAD = dt.timedelta(days=31)
"""How far ahead a family is asked on its home page."""

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One date of an event, what the own family said to it, and whether it should look again."""

    event: OnTheCalendar
    said: EventAnswer | None
    looks_again: bool


def what_is_on(viewer: Viewer) -> Mapping[str, object] | None:
    """The next events that the own family is asked to; three queries."""
    if not viewer.may(Permission.ANSWER_EVENTS) or viewer.home_id is None:
        return None
    ahead = occurrences_in(viewer, viewer.today, viewer.today + AHEAD)
    there = _asked_to(viewer, [one.occurrence_id for one in ahead if not one.is_cancelled])
    shown = [one for one in ahead if one.occurrence_id in there][:MOST_SHOWN]
    asked = select(EventAnswer).where(
        EventAnswer.home_id == viewer.home_id, EventAnswer.occurrence_id.in_([one.occurrence_id for one in shown])
    )
    said = {one.occurrence_id: one for one in session().scalars(covering(viewer, asked, EventAnswer))}
    asked_to = [_asked(one, said.get(one.occurrence_id)) for one in shown]
    return {"asked": asked_to, "may_plan": viewer.may(Permission.PLAN_EVENTS)}


def _asked_to(viewer: Viewer, occurrence_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some dates to which the viewer's own family is asked: it will not have left by then."""
    dates = select(Occurrence.id).join(Event, Event.id == Occurrence.event_id)
    asked = dates.where(Occurrence.id.in_(occurrence_ids), asked_on_its_day(viewer.home_id))
    around = (Occurrence, EventConstellation, HomeTerms, Membership)
    return set(session().scalars(covering(viewer, asked, Event, through=around)))


def _asked(event: OnTheCalendar, said: EventAnswer | None) -> Asked:
    begins = (event.starts_on, event.starts_at)
    moved = said is not None and wants_another_look((said.for_day, said.for_time), begins, is_over=False)
    return Asked(event, said, moved)


PANELS = (Panel("what_is_on", "What is on", CARERS, "home_page/_what_is_on.html", what_is_on),)
