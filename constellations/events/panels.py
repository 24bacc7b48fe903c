"""The panel of the home page that shows what comes next in the calendar."""

import datetime as dt
from collections.abc import Mapping

from constellations.access import Viewer
from constellations.events.queries import coming_up
from constellations.home_page.declaration import Panel, Place
from constellations.permissions import Permission, Role

MOST = 3
WITHIN = dt.timedelta(days=62)
"""Two months: the next gathering of a constellation is never further away than that (Mockingbird, one a month)."""


def next_events(viewer: Viewer) -> Mapping[str, object] | None:
    """The next events of the viewer's calendar, and the way to plan one."""
    return {"events": coming_up(viewer, MOST, WITHIN), "may_plan": viewer.may(Permission.PLAN_EVENTS)}


STAFF = frozenset({Role.LIAISON, Role.MANAGER})
"""Carers are asked whether they come instead (`events/answers/panels.py`)."""

PANELS = (Panel("coming-up", "Coming up", STAFF, "home_page/_coming_up.html", next_events, place=Place.ASIDE),)
"""In the order in which they are shown."""
