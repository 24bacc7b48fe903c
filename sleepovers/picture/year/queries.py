"""Twelve months of a constellation, for who belongs to it or looks after it."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from constellations.access import Viewer, find
from constellations.core.clock import Month
from constellations.models import Constellation
from constellations.permissions import Permission
from sleepovers.asks.unmet.figures.queries import wants_of
from sleepovers.asks.unmet.figures.rules import Figures, by_month
from sleepovers.picture.facts import queries as facts
from sleepovers.picture.year import rules
from sleepovers.picture.year.page import YearPage
from sleepovers.picture.year.rules import Known, Wanted


def year_page(viewer: Viewer, constellation_id: uuid.UUID, last: Month) -> YearPage:
    """Twelve months of a constellation that the viewer sees; six queries, for staff twelve. Raises NotFound."""
    constellation = find(viewer, Constellation, constellation_id)
    months = rules.months_up_to(last)
    final = min(last.end - dt.timedelta(days=1), viewer.today)
    days = facts.days_between(months[0].first, final)
    roster = facts.roster_of(viewer, constellation_id)
    homes = list(roster.names)
    since = rules.known_since(roster, facts.first_record(constellation_id, homes))
    nights = facts.nights_of_homes(homes, days)
    gatherings = facts.gatherings_of(constellation_id, days)
    told = [slept for slept in nights if slept.is_told]
    known = Known(roster, since, told, gatherings, facts.beds_of(homes))
    shows_asks = viewer.may(Permission.SEE_UNMET_ASKS)
    wanted = _wanted(viewer, constellation_id, months) if shows_asks else {}
    figures = rules.figures_of(months, known, viewer.today)
    return YearPage(
        constellation_id=constellation.id,
        name=constellation.name,
        months=tuple(replace(one, wanted=wanted.get(one.month)) for one in figures),
        gatherings=tuple(rules.latest_first(gatherings, roster)),
        hub_changes=roster.hub_changes(days.starts_on, final),
        since=since,
        untold=sum(not slept.is_told and slept.night < viewer.today for slept in nights),
        shows_asks=shows_asks,
        may_go_on=last < Month.of(viewer.today),
        may_go_back=since is not None and months[0].first > since,
    )


def _wanted(viewer: Viewer, constellation_id: uuid.UUID, months: Sequence[Month]) -> Mapping[Month, Wanted]:
    found = by_month(months, wants_of(viewer, months).of_constellation(constellation_id))
    return {month: Wanted(_met(figures), figures.unmet) for month, figures in found}


def _met(figures: Figures) -> int:
    return figures.wanted - figures.unmet
