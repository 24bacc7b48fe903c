"""What an ask would use of a family's nights off, before it is sent."""

import datetime as dt
import uuid

from constellations.access import Viewer
from sleepovers.asks.rules import FURTHEST_DAYS, WEEK
from sleepovers.asks.wanted import Wanted
from sleepovers.nights_off.balances.queries import stays_of_year
from sleepovers.nights_off.queries import policies_of
from sleepovers.nights_off.rules import StayAway, Use, policy_on, uses_up, would_use, year_around
from sleepovers.rules import NightState, departs_before_arriving, how_many_nights, is_new_placement, nights_of


def use_of(viewer: Viewer, home_id: uuid.UUID, wanted: Wanted) -> Use | None:
    """What the children of a home being away on the nights that are wanted would use of its year, all times together.

    None where the service gives no nights off, does not count that kind, or nobody can mean these nights.
    """
    latest = viewer.today + dt.timedelta(days=FURTHEST_DAYS)
    if departs_before_arriving(wanted.arrive, wanted.depart) or not viewer.today <= wanted.arrive.on <= latest:
        return None
    first = wanted.arrive.on
    policy = policy_on(first, [row.terms for row in policies_of(viewer, viewer.service_id)])
    ahead = _stays_ahead(wanted)
    if policy is None or not ahead or not uses_up(ahead[0], policy):
        return None
    year = year_around(first, policy)
    joined, stays = stays_of_year(year, home_id)
    return would_use(policy, year, joined, stays, ahead)


def _stays_ahead(wanted: Wanted) -> list[StayAway]:
    """The stays that would come of it, were all agreed; none where it is so long that it is no sleepover."""
    if is_new_placement(how_many_nights(wanted.arrive, wanted.depart)):
        return []
    nights = nights_of(wanted.arrive, wanted.depart)
    later = [WEEK * wanted.every * time for time in range(wanted.weeks)]
    return [
        StayAway(
            wanted.kind,
            wanted.arrive.on + by,
            wanted.depart.on + by,
            tuple((night + by, NightState.PLANNED) for night in nights),
        )
        for by in later
    ]
