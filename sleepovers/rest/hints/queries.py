"""What is said beside an ask of a home that has, or would have, many nights: a hint, and nobody is stopped."""

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from sleepovers.booking.queries import Proposal
from sleepovers.models import StayNight
from sleepovers.rest import rules
from sleepovers.rest.queries import SLEPT_OR_AHEAD, levels_of
from sleepovers.rest.words import full_month_words, full_weekends_words, long_stay_words

HALF_A_YEAR = rules.MOST_WEEKENDS * dt.timedelta(days=7)
"""How far weekends in a row are followed: as far as a service can mean."""


def rest_hints(viewer: Viewer, proposal: Proposal, home: str) -> tuple[str, ...]:
    """How full the home's months and weekends would be with these nights, where that reaches a level; two queries.

    Said to everybody alike: nights, never money.
    """
    if not proposal.nights:
        return ()
    levels, is_own = levels_of(viewer, viewer.service_id), viewer.home_id == proposal.home_id
    coming = {(child_id, night) for child_id in proposal.child_ids for night in proposal.nights}
    there = coming | _nights_around(proposal.home_id, proposal.nights)
    hints = []
    for month in sorted({Month.of(night) for night in proposal.nights}):
        nights = rules.number_of(((child, night) for child, night in there if night in month), levels.basis)
        if nights >= levels.first_nights:
            hints.append(full_month_words(home, month, nights, is_own))
    busy = rules.weekends_of(night for _, night in there)
    run = max((rules.run_through(busy, one) for one in rules.weekends_of(proposal.nights)), default=0)
    if run >= levels.weekends:
        hints.append(full_weekends_words(home, run, is_own))
    if len(proposal.nights) >= levels.stay_first:
        hints.append(long_stay_words(len(proposal.nights), levels.stay_first))
    return tuple(hints)


def _nights_around(home_id: uuid.UUID, nights: Collection[dt.date]) -> set[tuple[uuid.UUID, dt.date]]:
    """The nights of a home, told or planned, of half a year before and after these."""
    asked = select(StayNight.child_id, StayNight.night).where(
        StayNight.home_id == home_id,
        StayNight.state.in_(SLEPT_OR_AHEAD),
        StayNight.night >= min(nights) - HALF_A_YEAR,
        StayNight.night <= max(nights) + HALF_A_YEAR,
    )
    return {(row[0], row[1]) for row in session().execute(covering(Viewer.system(), asked))}
