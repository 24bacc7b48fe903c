"""Asking, in the demo service, for sleepovers that come again."""

import datetime as dt

from constellations.access import Viewer, visible
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.models import Home, Person
from constellations.queries import viewer_for
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.wanted import Wanted
from sleepovers.demo.families import child_key
from sleepovers.rules import Moment

FAMILY, INITIALS, HOST = "Grant", "DM", "Hughes"
WISH = "To feed the rabbits, and to have the top bunk."
TIMES, WEEKS_APART = 3, 2


def let_them_ask(viewer: Viewer) -> None:
    """A family asks another for every second Friday night, with the child's wish."""
    friday = clock.today() + dt.timedelta(days=14 - (clock.today().weekday() - 4) % 7)
    with transaction():
        homes = {home.key: home.id for home in session().scalars(visible(viewer, Home))}
        carers = visible(viewer, Person).where(Person.home_id == homes[FAMILY]).order_by(Person.email)
        asker = session().scalars(carers.limit(1)).one()
        child = session().scalars(visible(viewer, Child).where(Child.key == child_key(FAMILY, INITIALS))).one()
        ends = Moment(friday), Moment(friday + dt.timedelta(days=1))
        wanted = Wanted((child.id,), (homes[HOST],), *ends, weeks=TIMES, every=WEEKS_APART, wish=WISH)
        ask_for_sleepover(viewer_for(asker), wanted)
