"""Homes that might be asked for some children and nights; a fixed number of queries, however many homes there are."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from sleepovers.asks.look.queries import Family
from sleepovers.asks.suggesting.rules import QUIET_DAYS, Host, free_beds_of, of_the_home, suggested
from sleepovers.asks.suggesting.words import reason_words
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.queries import Proposal, wishes_of
from sleepovers.booking.rules import check
from sleepovers.models import StayNight
from sleepovers.nights.rules import OCCUPYING
from sleepovers.rules import NightState, departs_before_arriving, how_many_nights, is_new_placement, nights_of


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of an ask says of homes: reasons by the key of the home, and those to suggest with theirs."""

    reasons: dict[str, str]
    others: tuple[tuple[str, str], ...] = ()


def hosts_around(viewer: Viewer, family: Family, wanted: Wanted | None = None) -> dict[uuid.UUID, Host]:
    """What speaks for each home around a family, and, where children and nights are chosen, what speaks against it.

    Who has slept where is said of the family's own children alone, and how many nights a home had of nobody.
    """
    names = {choice.key: choice.words for choice in family.homes}
    children = {choice.key: choice.words for choice in family.children}
    coming = [one for one in wanted.child_ids if one in children] if wanted else list(children)
    known, lately = _known(names, children, coming), _nights_lately(viewer, names)
    nights = _nights(wanted)
    if not (wanted and nights and coming):
        return {key: Host(key, name, None, known[key], lately[key]) for key, name in names.items()}
    wishes = wishes_of(Proposal(tuple(coming), next(iter(names), family.home_id), nights, wanted.kind), list(names))
    return {
        key: Host(key, names[key], free_beds_of(wish), known[key], lately[key], of_the_home(check(wish)))
        for key, wish in wishes.items()
    }


def offered_homes(viewer: Viewer, family: Family, wanted: Wanted | None = None) -> Offered:
    """The reasons beside every home of the form, and the homes to suggest beside those that are chosen."""
    hosts = hosts_around(viewer, family, wanted)
    chosen = wanted.home_ids if wanted else ()
    fitting = suggested(hosts.values()) if _nights(wanted) and wanted and wanted.child_ids else ()
    return Offered(
        {str(key): reason_words(host) for key, host in hosts.items()},
        tuple((host.name, reason_words(host)) for host in fitting if host.home_id not in chosen),
    )


def _nights(wanted: Wanted | None) -> tuple[dt.date, ...]:
    if wanted is None or departs_before_arriving(wanted.arrive, wanted.depart):
        return ()
    if is_new_placement(how_many_nights(wanted.arrive, wanted.depart)):
        return ()
    return nights_of(wanted.arrive, wanted.depart)


def _known(
    home_ids: Collection[uuid.UUID], children: dict[uuid.UUID, str], coming: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[str, ...]]:
    """Who of the children has slept in which of the homes, by label."""
    slept = (
        select(StayNight.home_id, StayNight.child_id)
        .where(StayNight.child_id.in_(coming), StayNight.home_id.in_(home_ids), StayNight.state == NightState.HAPPENED)
        .distinct()
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for home_id, child_id in session().execute(covering(Viewer.system(), slept)):
        found[home_id].append(children[child_id])
    return {home_id: tuple(sorted(found[home_id])) for home_id in home_ids}


def _nights_lately(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> Counter[uuid.UUID]:
    """How many nights each home has hosted in the last month, and has agreed to for the next."""
    span = dt.timedelta(days=QUIET_DAYS)
    hosted = (
        select(StayNight.home_id, func.count())
        .where(
            StayNight.home_id.in_(home_ids),
            StayNight.state.in_(OCCUPYING),
            StayNight.night >= viewer.today - span,
            StayNight.night < viewer.today + span,
        )
        .group_by(StayNight.home_id)
    )
    rows = session().execute(covering(Viewer.system(), hosted))
    return Counter({row[0]: row[1] for row in rows})
