"""The month's gatherings and meetings of the demo service."""

import datetime as dt

from constellations.access import Viewer, visible
from constellations.core.database import transaction
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.rules import Circle, EventKind, Pattern, Photos, Repeats
from constellations.feeds.addresses.actions import Wish, make_address
from constellations.feeds.addresses.queries import offered
from constellations.feeds.rules import Detail
from constellations.models import Constellation, Person
from constellations.permissions import Role
from constellations.queries import viewer_for

MONTHS_BACK = dt.timedelta(days=90)

EACH_MONTH = (
    (EventKind.GATHERING, "Saturday together", 5, dt.time(14), 180, "Village hall", "Something for the table"),
    (EventKind.CARERS_MEETING, "Carers' coffee", 1, dt.time(10, 30), 90, "The hub's kitchen", ""),
)
"""Kind, title, weekday (0 is Monday), wall time, minutes, place, what to bring."""


def let_them_gather(viewer: Viewer) -> None:
    """Plan a gathering and a carers' meeting a month for each constellation, for a year from three months ago."""
    with transaction() as here:
        constellations = here.scalars(visible(viewer, Constellation)).all()
    for constellation in constellations:
        for kind, title, weekday, at, minutes, place, bring in EACH_MONTH:
            plan = Plan(
                Wording(kind, title, place, bring, photos=Photos.ASK),
                Circle.CONSTELLATIONS,
                Pattern(_first(viewer.today - MONTHS_BACK, weekday), Repeats.MONTHLY_WEEKDAY, times=12),
                at,
                minutes,
                constellations=(constellation.id,),
            )
            plan_event(viewer, plan)


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
