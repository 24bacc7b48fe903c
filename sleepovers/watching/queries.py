"""What sleepovers hand over to the list of families that need somebody."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from constellations.access import Viewer
from constellations.core.clock import Month, months_from
from constellations.engagement.needs.rules import Fact, Matter
from sleepovers.asks.unmet.figures.queries import ask_facts
from sleepovers.rest.queries import rest_page
from sleepovers.watching.rules import DAYS_BACK, Asked, unmet_of
from sleepovers.watching.words import strain_words, unmet_words

MONTHS_AHEAD = 2
"""How far ahead an ask that is declined already is looked for."""


def strain(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Fact]]:
    """The homes that could do with a rest; six queries at most."""
    page = rest_page(viewer)
    nights = {one.home_id: (one.nights, one.month) for one in page.months}
    weekends = {one.home_id: one.first for one in page.weekends}
    # The longest comes first: of several stays of a home it is the one that is said.
    stays = {one.home_id: one.nights for one in reversed(page.stays)}
    return {
        home_id: [Fact(Matter.STRAIN, strain_words(nights.get(home_id), weekends.get(home_id), stays.get(home_id)))]
        for home_id in (nights.keys() | weekends.keys() | stays.keys()) & set(home_ids)
    }


def unmet_asks(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Fact]]:
    """The families of whose asks nothing came in the last two months; four queries."""
    first = Month.of(viewer.today - dt.timedelta(days=DAYS_BACK))
    months = months_from(first, Month.of(viewer.today).shifted(MONTHS_AHEAD))
    asked: dict[uuid.UUID, list[Asked]] = {}
    for one in ask_facts(viewer, months):
        for home_id in one.home_ids & set(home_ids):
            asked.setdefault(home_id, []).append(Asked(one.first_day, one.nights, one.outcome))
    unmet = {home_id: unmet_of(theirs, viewer.today) for home_id, theirs in asked.items()}
    return {home_id: [Fact(Matter.UNMET, unmet_words(theirs))] for home_id, theirs in unmet.items() if theirs}


WATCHES = (strain, unmet_asks)
"""In the order in which it is said."""
