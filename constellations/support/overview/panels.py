"""The panels of the home page that speak of support: for carers, staff and finance."""

from collections.abc import Mapping

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.home_page.declaration import Panel, Place
from constellations.permissions import CARERS, Role
from constellations.support.due_dates.queries import overdue_dates
from constellations.support.overview.queries import waits_of_carer
from constellations.support.pairs.queries import hours_of, own_pairs, quiet_pairs
from constellations.support.pulse.rules import PulseWord


def for_carers(viewer: Viewer) -> Mapping[str, object] | None:
    """The question of the month, pairs that have not talked, and a health check that is open."""
    waits = waits_of_carer(viewer)
    helped = own_pairs(viewer) if waits.helps else ()
    quiet = [one for one in helped if one.is_quiet and one.helper_id == viewer.person_id]
    if not (waits.asks_of_month or waits.check or quiet):
        return None
    return {"asks": waits.asks_of_month, "words": list(PulseWord), "quiet": quiet, "check": waits.check}


def for_staff(viewer: Viewer) -> Mapping[str, object] | None:
    """How many dates of homes are overdue, and how many pairs have not talked."""
    overdue, quiet = overdue_dates(viewer), quiet_pairs(viewer)
    return {"overdue": overdue, "quiet": quiet} if overdue or quiet else None


def for_finance(viewer: Viewer) -> Mapping[str, object] | None:
    """The hours of buddies and mentors of last month, where there are any to pay."""
    month = Month.of(viewer.today).shifted(-1)
    talked = {(kind, who, whom) for _month, kind, who, _home, _key, whom, *_rest in hours_of(viewer, month)}
    return {"month": month, "rows": len(talked)} if talked else None


PANELS = (
    Panel("support", "How are you?", CARERS, "home_page/_support.html", for_carers, place=Place.ASIDE),
    Panel(
        "support",
        "Support of carers",
        frozenset({Role.LIAISON, Role.MANAGER}),
        "home_page/_support_staff.html",
        for_staff,
        place=Place.ASIDE,
    ),
    Panel(
        "support",
        "Buddies and mentors to pay",
        frozenset({Role.FINANCE}),
        "home_page/_support_finance.html",
        for_finance,
        place=Place.ASIDE,
    ),
)
