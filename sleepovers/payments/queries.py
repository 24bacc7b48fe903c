"""Claims with what was said and paid of them: what every step from flag to payment looks at."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month, london
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.deputies.queries import Act, acted_as
from constellations.models import Home, Membership, Person
from constellations.permissions import CARERS
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.claims.queries import closed_months
from sleepovers.claims.words import STATUS_WORDS
from sleepovers.counting.nights.queries import whose_count_is_seen
from sleepovers.models import StayNight
from sleepovers.payments.models import Adjustment, NightDispute, PaymentLine
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import AdjustmentStatus, DisputeState, Payable, days_waiting
from sleepovers.payments.snapshot import KeptNight, Working, due_of_approved
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


def left_out_of(claims: Collection[uuid.UUID]) -> Mapping[uuid.UUID, dict[KeptNight, DisputeState]]:
    """For each claim the nights that bring nothing: those of which something is wrong, open or put right, and which.

    What was put right while the month was open was corrected on its night, and is counted as it is by now.
    """
    of_month = and_(Claim.home_id == NightDispute.home_id, Claim.month == NightDispute.month)
    closing = and_(ClosedMonth.service_id == Claim.service_id, ClosedMonth.month == Claim.month)
    put_right = and_(NightDispute.state == DisputeState.PUT_RIGHT, NightDispute.settled_at >= ClosedMonth.closed_at)
    asked = (
        select(Claim.id, NightDispute.stay_id, NightDispute.night, NightDispute.state)
        .join(NightDispute, of_month)
        .outerjoin(ClosedMonth, closing)
        .where(Claim.id.in_(claims), NightDispute.stay_id.is_not(None))
        .where(or_(NightDispute.state == DisputeState.OPEN, put_right))
    )
    found: dict[uuid.UUID, dict[KeptNight, DisputeState]] = defaultdict(dict)
    for claim_id, stay_id, night, state in session().execute(covering(Viewer.system(), asked)):
        # What was put right brings nothing for good, whatever is said of it once more.
        if found[claim_id].get((str(stay_id), night)) is not DisputeState.PUT_RIGHT:
            found[claim_id][str(stay_id), night] = state
    return found


def lines_of(claims: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[PaymentLine]]:
    """For each claim every amount that was ever sent for it."""
    asked = (
        visible(Viewer.system(), PaymentLine).where(PaymentLine.claim_id.in_(claims)).order_by(PaymentLine.reference)
    )
    found: dict[uuid.UUID, list[PaymentLine]] = defaultdict(list)
    for line in session().scalars(asked):
        if line.claim_id is not None:
            found[line.claim_id].append(line)
    return found


def taken_back_of(claims: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """For each claim how many pence are taken back with later months, as approved, for nights that were put right."""
    asked = (
        select(Adjustment.claim_id, func.sum(Adjustment.pence))
        .where(Adjustment.claim_id.in_(claims), Adjustment.dispute_id.is_not(None), Adjustment.pence < 0)
        .where(Adjustment.status.not_in((AdjustmentStatus.PROPOSED, AdjustmentStatus.WAIVED)))
        .group_by(Adjustment.claim_id)
    )
    return {key: -pence for key, pence in session().execute(covering(Viewer.system(), asked)) if key is not None}


@dataclass(frozen=True, slots=True)
class Money:
    """What an approved claim comes to, in pence.

    In all, without what is paused or was put right, if what is paused stands, what has gone out of it, and what of
    that is taken back elsewhere.
    """

    amount_pence: int
    due_pence: int
    stands_pence: int
    sent_pence: int
    taken_back_pence: int

    @property
    def paused_pence(self) -> int:
        """What nobody gets while something is wrong with a night."""
        return self.amount_pence - self.due_pence

    @property
    def to_send_pence(self) -> int:
        """What goes out with the next batch; what went out too much is never taken back by itself.

        What is taken back elsewhere is to have gone out: where it bounced it goes out once more.
        """
        return max(0, self.due_pence + self.taken_back_pence - self.sent_pence)

    @property
    def overpaid_pence(self) -> int:
        """What went out too much: for nights that were put right, never for one that may still stand."""
        return max(0, self.sent_pence - self.stands_pence)


def money_of_claims(claims: Collection[Claim]) -> dict[uuid.UUID, Money]:
    """What approved claims come to."""
    keys = [claim.id for claim in claims]
    left_out, lines, taken_back = left_out_of(keys), lines_of(keys), taken_back_of(keys)
    found = {}
    for claim in claims:
        if claim.working is not None:
            approved, questioned = claim.amount_pence or 0, left_out.get(claim.id, {})
            put_right = {night for night, state in questioned.items() if state is DisputeState.PUT_RIGHT}
            working, mine = cast("Working", claim.working), lines.get(claim.id, ())
            found[claim.id] = Money(
                amount_pence=approved,
                due_pence=due_of_approved(working, approved, questioned),
                stands_pence=due_of_approved(working, approved, put_right),
                sent_pence=sum(line.pence for line in mine if line.state is not LineState.BOUNCED),
                taken_back_pence=taken_back.get(claim.id, 0),
            )
    return found


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
