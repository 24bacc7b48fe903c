"""Claims with what was said and paid of them: what every step from flag to payment looks at."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, tuple_

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month, london
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.deputies.queries import Act, acted_as
from constellations.models import Home, Membership, Person
from constellations.permissions import CARERS
from sleepovers.claims.models import Claim
from sleepovers.claims.queries import closed_months
from sleepovers.claims.words import STATUS_WORDS
from sleepovers.counting.nights.queries import whose_count_is_seen
from sleepovers.models import StayNight
from sleepovers.payments.models import Adjustment, NightDispute
from sleepovers.payments.rules import DisputeState, Payable, days_waiting
from sleepovers.rules import NightState


@dataclass(frozen=True, slots=True)
class ShownDispute:
    """A dispute as a page shows it."""

    row: NightDispute
    home: str
    raised_by: str
    entered_by: str | None
    settled_by: str | None
    days: int

    @property
    def home_id(self) -> uuid.UUID:
        """Whose night it is."""
        return self.row.home_id

    @property
    def month(self) -> Month:
        """The month of the night."""
        return self.row.month


@dataclass(frozen=True, slots=True)
class ShownAdjustment:
    """An adjustment as a page shows it."""

    row: Adjustment
    home: str
    proposed_by: str
    decided_by: str | None


def payable_of(claim: Claim) -> Payable:
    """What the rules must know of a claim before somebody decides about it; within the running transaction."""
    name = select(Home.name).where(Home.id == claim.home_id)
    nights = select(StayNight.confirmed_by, StayNight.confirmed_at).where(
        StayNight.home_id == claim.home_id,
        StayNight.night >= claim.month.first,
        StayNight.night < claim.month.end,
        StayNight.state == NightState.HAPPENED,
    )
    confirmed = [(who, at) for who, at in session().execute(covering(Viewer.system(), nights).distinct())]
    checked = [(claim.checked_by, claim.checked_at)]
    names = acted_as([(who, at) for who, at in (*checked, *confirmed) if who is not None and at is not None])
    return Payable(
        home=session().scalars(covering(Viewer.system(), name)).one(),
        home_id=claim.home_id,
        month=claim.month,
        status=claim.status,
        status_words=str(STATUS_WORDS[claim.status]),
        amount_pence=claim.amount_pence,
        checked_by=claim.checked_by,
        spoke_as_payee=spoke_for(claim.home_id, claim.month) | _those(claim.said_right_by),
        confirmers=frozenset(who for who, _ in confirmed),
        checked_for=_always(names, claim.checked_by, checked),
        confirmed_for={who: _always(names, who, confirmed) for who, _ in confirmed if who is not None},
    )


def _always(
    names: Mapping[Act, frozenset[uuid.UUID]],
    who: uuid.UUID | None,
    done: Iterable[tuple[uuid.UUID | None, dt.datetime | None]],
) -> frozenset[uuid.UUID]:
    """For whom somebody stood in each time that they did something: once for themself is enough to be another."""
    theirs = [names[who, at] for one, at in done if who is not None and one == who and at is not None]
    return frozenset.intersection(*theirs) - {who} if theirs else frozenset()


def spoke_for(home_id: uuid.UUID, month: Month) -> frozenset[uuid.UUID]:
    """Who said for a home that something is wrong with its month; within the running transaction."""
    said = select(NightDispute.raised_by).where(NightDispute.home_id == home_id, NightDispute.month == month)
    return frozenset(session().scalars(covering(Viewer.system(), said)))


def _those(*people: uuid.UUID | None) -> frozenset[uuid.UUID]:
    return frozenset(one for one in people if one is not None)


def disputes_of(viewer: Viewer, *months: tuple[uuid.UUID, Month]) -> list[ShownDispute]:
    """Every dispute of some months, each with its home, the oldest first."""
    return _shown(viewer, tuple_(NightDispute.home_id, NightDispute.month).in_(months)) if months else []


def open_disputes(viewer: Viewer) -> list[ShownDispute]:
    """What carers say is wrong and nobody has settled, the longest waiting first."""
    return _shown(viewer, NightDispute.state == DisputeState.OPEN)


def dispute_shown(viewer: Viewer, dispute_id: uuid.UUID) -> ShownDispute | None:
    """One dispute, if the viewer sees it."""
    return next(iter(_shown(viewer, NightDispute.id == dispute_id)), None)


def _shown(viewer: Viewer, *conditions: ColumnElement[bool]) -> list[ShownDispute]:
    asked = (
        select(NightDispute, Home.name)
        .join(Home, Home.id == NightDispute.home_id)
        .where(*conditions)
        .order_by(NightDispute.raised_at, NightDispute.id)
    )
    rows = session().execute(covering(viewer, asked, NightDispute, through=(Home,))).all()
    names = names_of(viewer, [one for row, _ in rows for one in (row.raised_by, row.entered_by, row.settled_by)])
    return [
        ShownDispute(
            row=row,
            home=home,
            raised_by=names[row.raised_by],
            entered_by=names.get(row.entered_by),
            settled_by=names.get(row.settled_by),
            days=days_waiting(london(row.raised_at).date(), viewer.today),
        )
        for row, home in rows
    ]


def adjustments_for(viewer: Viewer, *conditions: ColumnElement[bool]) -> list[ShownAdjustment]:
    """Adjustments that meet the conditions, the oldest first."""
    asked = (
        select(Adjustment, Home.name)
        .join(Home, Home.id == Adjustment.home_id)
        .where(*conditions)
        .order_by(Adjustment.proposed_at, Adjustment.id)
    )
    rows = session().execute(covering(viewer, asked, Adjustment, through=(Home,))).all()
    names = names_of(viewer, [one for row, _ in rows for one in (row.proposed_by, row.decided_by)])
    return [ShownAdjustment(row, home, names[row.proposed_by], names.get(row.decided_by)) for row, home in rows]


def names_of(viewer: Viewer, people: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """The names of those who took a step: whoever may see the step may know who took it."""
    asked = select(Person.id, Person.name).where(Person.id.in_({one for one in people if one is not None}))
    return {row[0]: row[1] for row in session().execute(covering(viewer, asked, through=(Person,)))}


def is_closed(viewer: Viewer, service_id: uuid.UUID, month: Month) -> bool:
    """Whether nobody changes nights of a month any more."""
    return month in closed_months(viewer, service_id)


def claim_for(viewer: Viewer, month: Month, home_id: uuid.UUID) -> Claim:
    """The claim of a home and month, if the viewer sees it; raises NotFound."""
    found = claim_of(viewer, month, home_id)
    if found is None:
        raise NotFound
    return found


def claim_of(viewer: Viewer, month: Month, home_id: uuid.UUID) -> Claim | None:
    """The same, none where there is no claim."""
    asked = visible(viewer, Claim).where(Claim.home_id == home_id, Claim.month == month)
    return session().scalars(asked).one_or_none()


@dataclass(frozen=True, slots=True)
class HomeInMonth:
    """A home and a month whose count the viewer reads."""

    home_id: uuid.UUID
    home: str
    service_id: uuid.UUID
    month: Month


def home_in_month(viewer: Viewer, month: Month, home_id: uuid.UUID) -> HomeInMonth:
    """A home whose count in a month the viewer reads, whether or not something is due; raises NotFound."""
    asked = select(Home.name, Home.service_id).where(Home.id == home_id, whose_count_is_seen(viewer, month))
    found = session().execute(covering(viewer, asked, Home, through=(Membership,))).one_or_none()
    if found is None:
        raise NotFound
    return HomeInMonth(home_id, found[0], found[1], month)


def carers_of(viewer: Viewer, home_id: uuid.UUID) -> set[uuid.UUID]:
    """Who fosters in a home."""
    asked = select(Person.id).where(Person.home_id == home_id, Person.role.in_(CARERS))
    return set(session().scalars(covering(viewer, asked, Person)))


def carer_names(viewer: Viewer, home_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Who fosters in a home, by name."""
    asked = select(Person.id, Person.name).where(Person.home_id == home_id, Person.role.in_(CARERS))
    rows = session().execute(covering(viewer, asked, Person).order_by(Person.name, Person.id))
    return {row[0]: row[1] for row in rows}
