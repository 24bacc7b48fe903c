"""The month's gatherings and meetings of the demo service."""

import datetime as dt

from constellations.access import Viewer, visible
from constellations.budget.actions import Line, spend
from constellations.core.database import transaction
from constellations.days_off.actions import take_in_terms
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.changing.actions import Part, call_off
from constellations.events.changing.queries import seen_version
from constellations.events.changing.rules import Scope
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle, EventKind, Pattern, Repeats
from constellations.feeds.addresses.actions import Wish, make_address
from constellations.feeds.addresses.queries import offered
from constellations.feeds.rules import Detail
from constellations.models import Constellation, Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.demo.gathering.terms import terms_of

COSTS = 8_500
"""In pence, what a gathering may cost, and did."""

MONTHS_BACK = dt.timedelta(days=90)

EACH_MONTH = (
    (EventKind.GATHERING, "Saturday together", 5, dt.time(14), 180, "Village hall", "Something for the table"),
    (EventKind.CARERS_MEETING, "Carers' coffee", 1, dt.time(10, 30), 90, "The hub's kitchen", ""),
)
"""Kind, title, weekday (0 is Monday), wall time, minutes, place, what to bring."""


def let_them_gather(viewer: Viewer) -> None:
    """Plan a gathering and a carers' meeting a month for each constellation, for a year from three months ago.

    Beside them stand the holidays of the schools.
    """
    with transaction() as here:
        constellations = here.scalars(visible(viewer, Constellation)).all()
    for constellation in constellations:
        for kind, title, weekday, at, minutes, place, bring in EACH_MONTH:
            plan = Plan(
                Wording(kind, title, place, bring, cost_pence=COSTS if kind is EventKind.GATHERING else None),
                Circle.CONSTELLATIONS,
                Pattern(_first(viewer.today - MONTHS_BACK, weekday), Repeats.MONTHLY_WEEKDAY, times=12),
                at,
                minutes,
                constellations=(constellation.id,),
            )
            event = plan_event(viewer, plan)
            if kind is EventKind.GATHERING:
                _pay_for_last(viewer, constellation, event)
            else:
                _call_off_last(viewer, event)
    with transaction() as here:
        manager = here.scalars(visible(viewer, Person).where(Person.role == Role.MANAGER)).first()
    if manager is not None:
        take_in_terms(viewer_for(manager), terms_of(viewer.today))


def _pay_for_last(viewer: Viewer, constellation: Constellation, event: Event) -> None:
    """Let the hall of the last gathering be paid from the activity budget."""
    dates = visible(viewer, Occurrence).where(Occurrence.event_id == event.id, Occurrence.starts_on < viewer.today)
    with transaction() as here:
        last = here.scalars(dates.order_by(Occurrence.starts_on.desc())).first()
        if last is not None:
            line = Line(last.starts_on, COSTS, "Hall, tea and cake", "Hub's folder, 12", occurrence_id=last.id)
            spend(viewer, constellation.id, line)


def _call_off_last(viewer: Viewer, event: Event) -> None:
    """Let the last date of a series not take place, and say why."""
    dates = visible(viewer, Occurrence).where(Occurrence.event_id == event.id)
    with transaction() as here:
        last = here.scalars(dates.order_by(Occurrence.starts_on.desc())).first()
        if last is not None:
            part = Part(last.id, seen_version(event, last), Scope.THIS)
            call_off(viewer, part, "The hub’s kitchen is painted that week.")


def let_tablets_follow(viewer: Viewer) -> None:
    """Give each hub carer an address for the tablet in the kitchen, of which nobody knows the secret."""
    with transaction() as here:
        hubs = here.scalars(visible(viewer, Person).where(Person.role == Role.HUB_CARER)).all()
    for person in hubs:
        hub = viewer_for(person)
        make_address(hub, Wish("Tablet in the kitchen", offered(hub), Detail.INITIALS))


def _first(since: dt.date, weekday: int) -> dt.date:
    """The third day of this name in the month of a day."""
    first = since.replace(day=1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 14)
