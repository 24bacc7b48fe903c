"""A home's nights off: the balance of its year, and the stays that used it up."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, find
from constellations.children.models import Placement
from constellations.core.database import session
from constellations.models import Home, Membership, holds_on
from constellations.rules import Span
from sleepovers.models import Stay, StayNight
from sleepovers.nights_off.queries import policies_of
from sleepovers.nights_off.rules import (
    Balance,
    Entitlement,
    StayAway,
    balance,
    dates_of,
    must_be_theirs,
    policy_on,
    uses_up,
    year_around,
)
from sleepovers.rules import NightState, StayKind, StayState

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StayLine:
    """One stay of the year, where it was or is to be, and how many nights or days of the year it uses."""

    stay_id: uuid.UUID
    host: str
    kind: StayKind
    first: dt.date
    number: int
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class HomeYear:
    """A home's year with the stays that use it up; no balance where the service gives no nights off on that day."""

    home_id: uuid.UUID
    home: str
    is_own: bool
    balance: Balance | None
    stays: tuple[StayLine, ...]
    before: Balance | None = None


def home_year(viewer: Viewer, home_id: uuid.UUID) -> HomeYear:
    """How a home's year stands, and how the one before ended; a fixed number of queries.

    Raises NotFound, and NotTheirNights for a carer of another home.
    """
    home = find(viewer, Home, home_id)
    must_be_theirs(viewer.is_carer, viewer.home_id == home.id)
    policies = [row.terms for row in policies_of(viewer, home.service_id)]
    policy = policy_on(viewer.today, policies)
    if policy is None:
        return HomeYear(home.id, home.name, viewer.home_id == home.id, None, ())
    year = year_around(viewer.today, policy)
    joined = _joined([home.id]).get(home.id)
    of_year = _stays_away(year, [home.id])[home.id]
    before_day = year.starts_on - _DAY
    older = policy_on(before_day, policies)
    before = None
    if older is not None and joined is not None and joined <= before_day:
        last = year_around(before_day, older)
        before = balance(older, last, joined, _away(_stays_away(last, [home.id])[home.id]))
    return HomeYear(
        home_id=home.id,
        home=home.name,
        is_own=viewer.home_id == home.id,
        balance=balance(policy, year, joined, _away(of_year)),
        stays=tuple(_lines(of_year, policy, year, viewer.today)),
        before=before,
    )


def balance_of(viewer: Viewer, home_id: uuid.UUID) -> Balance | None:
    """How the year of a home stands whose children somebody asks for; none where its service gives no nights off."""
    return balances(viewer, [home_id]).get(home_id)


def balances(viewer: Viewer, home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Balance]:
    """The same of some homes of the viewer's service, by home; four queries at most."""
    policy = policy_on(viewer.today, [row.terms for row in policies_of(viewer, viewer.service_id)])
    if policy is None:
        return {}
    year = year_around(viewer.today, policy)
    joined, stays = _joined(home_ids), _stays_away(year, home_ids)
    return {one: balance(policy, year, joined.get(one), _away(stays[one])) for one in home_ids}


def stays_of_year(year: Span, home_id: uuid.UUID) -> tuple[dt.date | None, list[StayAway]]:
    """Since when a home belongs to a constellation, and the stays elsewhere of its children in a year."""
    return _joined([home_id]).get(home_id), _away(_stays_away(year, [home_id])[home_id])


def homes_with_balances(viewer: Viewer) -> list[tuple[uuid.UUID, str, Balance]]:
    """The homes of today that the viewer looks after, by name, each with its year; a fixed number of queries."""
    today = select(Membership.home_id).where(holds_on(Membership, viewer.today))
    asked = select(Home.id, Home.name).where(Home.id.in_(today)).order_by(Home.name, Home.key)
    homes = session().execute(covering(viewer, asked, Home, through=(Membership,))).all()
    found = balances(viewer, [row[0] for row in homes])
    return [(home_id, name, found[home_id]) for home_id, name in homes if home_id in found]


_StayRow = Row[*tuple[uuid.UUID, uuid.UUID, str, StayKind, StayState, dt.date, dt.date, dt.date | None, NightState]]
_Stays = dict[uuid.UUID, list[tuple[uuid.UUID, str, StayAway]]]


def _joined(home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """The first day on which each home belonged to a constellation."""
    asked = select(Membership.home_id, func.min(Membership.starts_on)).where(Membership.home_id.in_(home_ids))
    rows = session().execute(covering(Viewer.system(), asked.group_by(Membership.home_id)))
    return {row[0]: row[1] for row in rows}


def _stays_away(year: Span, home_ids: Collection[uuid.UUID]) -> _Stays:
    """The stays elsewhere, called off or not, of children who lived with these homes when they came; by home.

    Facts alone, of which the page tells its reader what concerns the home: no child is named.
    """
    host = aliased(Home)
    asked = (
        select(
            *(Placement.home_id, Stay.id, host.name, Stay.kind, Stay.state, Stay.arrive_on, Stay.depart_on),
            *(StayNight.night, StayNight.state.label("night_state")),
        )
        .select_from(Stay)
        .join(Placement, and_(Placement.child_id == Stay.child_id, holds_on(Placement, Stay.arrive_on)))
        .join(host, host.id == Stay.host_id)
        .outerjoin(StayNight, StayNight.stay_id == Stay.id)
        .where(
            Placement.home_id.in_(home_ids),
            Stay.host_id != Placement.home_id,
            Stay.state != StayState.CANCELLED,
            Stay.depart_on >= year.starts_on,
            Stay.arrive_on < (year.ends_on or dt.date.max),
        )
        .order_by(Stay.arrive_on, Stay.key, StayNight.night)
    )
    rows: defaultdict[tuple[uuid.UUID, uuid.UUID], list[_StayRow]] = defaultdict(list)
    for row in session().execute(covering(Viewer.system(), asked)):
        rows[row[0], row[1]].append(row)
    found: _Stays = defaultdict(list)
    for (home_id, stay_id), of_stay in rows.items():
        found[home_id].append((stay_id, of_stay[0][2], _stay_away(of_stay)))
    return found


def _stay_away(rows: Sequence[_StayRow]) -> StayAway:
    _home, _stay, _host, kind, state, arrive_on, depart_on, _night, _told = rows[0]
    nights = tuple((row[7], row[8]) for row in rows if row[7] is not None)
    return StayAway(kind, arrive_on, depart_on, nights, state is StayState.HAPPENED)


def _away(stays: Sequence[tuple[uuid.UUID, str, StayAway]]) -> list[StayAway]:
    return [stay for _, _, stay in stays]


def _lines(
    stays: Sequence[tuple[uuid.UUID, str, StayAway]], policy: Entitlement, year: Span, today: dt.date
) -> list[StayLine]:
    """The stays that use something of the year, the latest first."""
    lines = []
    for stay_id, host, stay in stays:
        if not uses_up(stay, policy):
            continue
        used, agreed = dates_of(stay, policy.unit)
        number = sum(day in year for day in used | agreed)
        if number:
            lines.append(StayLine(stay_id, host, stay.kind, stay.arrive_on, number, stay.arrive_on > today))
    return lines[::-1]
