"""The asks of some months with what became of each, and the nights for which nobody asked."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, visible
from constellations.children.models import Placement
from constellations.core.clock import Month, london, months_from
from constellations.core.database import session
from constellations.models import Constellation, Home, Membership, holds_on
from sleepovers.asks.models import Answer, Ask, AskChild, Cancellation
from sleepovers.asks.unasked.models import Unasked
from sleepovers.asks.unmet.figures import rules
from sleepovers.asks.unmet.figures.rules import AskFacts, Fate, Figures, Lead, NightFacts, Wants
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, StayKind, StayState, nights_of
from sleepovers.stays.moving.models import MoveLeg

SLEEPOVERS = (StayKind.PLANNED, StayKind.RESPITE, StayKind.EMERGENCY)
"""What is asked for; a visit by day is not."""


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The figures of some months: in all, by month, and of each constellation; of one alone where it is chosen."""

    months: tuple[Month, ...]
    constellations: list[Constellation]
    chosen: Constellation | None
    all: Figures
    by_month: list[tuple[Month, Figures]]
    by_constellation: list[tuple[Constellation, Figures]]
    leads: list[tuple[Lead, int, int]]
    reasons: list[tuple[str, int]]
    other_reasons: int
    without_reason: int
    wants: Wants

    @property
    def names(self) -> dict[uuid.UUID, str]:
        """The constellations that the figures are of, by name."""
        return {one.id: one.name for one in ([self.chosen] if self.chosen else self.constellations)}

    @property
    def highest(self) -> int:
        """The most that was wanted in one of the months; at least one, so that a picture has a height."""
        return max([1, *(figures.asked + figures.not_asked + figures.recorded for _, figures in self.by_month)])


def figures_page(viewer: Viewer, period: int, constellation_id: uuid.UUID | None = None) -> FiguresPage:
    """What the viewer sees of so many months up to this one; seven queries, whatever the number of asks.

    A constellation that the viewer does not see chooses nothing.
    """
    last = Month.of(viewer.today)
    months = months_from(last.shifted(1 - period), last)
    seen = list(session().scalars(visible(viewer, Constellation).order_by(Constellation.name, Constellation.key)))
    wants = wants_of(viewer, months)
    apart = [(one, wants.of_constellation(one.id)) for one in seen]
    chosen = next((one for one in seen if one.id == constellation_id), None)
    if chosen is not None:
        wants = wants.of_constellation(chosen.id)
    shown, others, without = rules.reasons(wants.asks)
    return FiguresPage(
        months=months,
        constellations=seen,
        chosen=chosen,
        all=rules.tally(wants),
        by_month=rules.by_month(months, wants),
        by_constellation=[(one, rules.tally(theirs)) for one, theirs in apart],
        leads=rules.leads(wants.asks),
        reasons=shown,
        other_reasons=others,
        without_reason=without,
        wants=wants,
    )


def headline(viewer: Viewer) -> Figures:
    """The figures of the usual months in all; six queries."""
    last = Month.of(viewer.today)
    return rules.tally(wants_of(viewer, months_from(last.shifted(1 - rules.USUAL_PERIOD), last)))


def wants_of(viewer: Viewer, months: Collection[Month]) -> Wants:
    """Everything that was wanted in these months, as far as the viewer sees it; six queries."""
    return Wants(
        tuple(ask_facts(viewer, months)), tuple(unasked_facts(viewer, months)), tuple(recorded_facts(viewer, months))
    )


@dataclass(slots=True)
class _Families:
    """The homes that the children of an ask lived with, and their constellations, on the day of coming."""

    names: set[str] = field(default_factory=set)
    constellations: set[uuid.UUID] = field(default_factory=set)
    home_ids: set[uuid.UUID] = field(default_factory=set)


def ask_facts(viewer: Viewer, months: Collection[Month]) -> list[AskFacts]:
    """The asks that were to begin in these months, in order; four queries."""
    first, end = min(months).first, max(months).end
    asked = visible(viewer, Ask).where(Ask.arrive_on >= first, Ask.arrive_on < end)
    asks = session().scalars(asked.order_by(Ask.arrive_on, Ask.key)).all()
    families, answers, fates = _families(first, end), _answers(first, end), _fates(first, end)
    return [
        AskFacts(
            ask_id=ask.id,
            first_day=ask.arrive_on,
            nights=len(nights_of(ask.arrive, ask.depart)),
            kind=ask.kind,
            families=tuple(sorted(families[ask.id].names)),
            constellations=frozenset(families[ask.id].constellations),
            outcome=rules.outcome_of(ask.state, fates[ask.id]),
            is_offered=rules.has_offer(answers[ask.id]),
            lead_days=rules.lead_of(london(ask.created_at).date() if ask.asked_by else None, ask.arrive_on),
            reason=ask.reason,
            home_ids=frozenset(families[ask.id].home_ids),
        )
        for ask in asks
    ]


def unasked_facts(viewer: Viewer, months: Collection[Month]) -> list[NightFacts]:
    """The nights of these months for which a home did not ask, in order; one query."""
    on_the_night = and_(Membership.home_id == Unasked.home_id, holds_on(Membership, Unasked.night))
    asked = (
        select(Unasked.id, Unasked.night, Home.name, Membership.constellation_id)
        .join(Home, Home.id == Unasked.home_id)
        .outerjoin(Membership, on_the_night)
        .where(Unasked.night >= min(months).first, Unasked.night < max(months).end)
        .order_by(Unasked.night, Home.name)
    )
    found: dict[uuid.UUID, NightFacts] = {}
    for key, night, name, constellation in session().execute(
        covering(viewer, asked, Unasked, through=(Home, Membership))
    ):
        before = found[key].constellations if key in found else frozenset()
        found[key] = NightFacts(night, name, before | ({constellation} - {None}))
    return list(found.values())


def recorded_facts(viewer: Viewer, months: Collection[Month]) -> list[NightFacts]:
    """The stays of these months that came about without an ask; children who went together count once; one query.

    The second part of a stay that was moved after it began is of the ask of the first.
    """
    # Under names of their own: what a viewer sees of a stay is asked of the same tables.
    placed, member = aliased(Placement), aliased(Membership)
    asked = (
        select(Home.id, Home.name, Stay.host_id, Stay.arrive_on, Stay.depart_on, member.constellation_id)
        .select_from(Stay)
        .join(placed, and_(placed.child_id == Stay.child_id, holds_on(placed, Stay.arrive_on)))
        .join(Home, Home.id == placed.home_id)
        .outerjoin(member, and_(member.home_id == Home.id, holds_on(member, Stay.arrive_on)))
        .where(
            Stay.ask_id.is_(None),
            Stay.id.not_in(select(MoveLeg.next_stay_id).where(MoveLeg.next_stay_id.is_not(None))),
            Stay.state != StayState.CANCELLED,
            Stay.kind.in_(SLEEPOVERS),
            Stay.arrive_on >= min(months).first,
            Stay.arrive_on < max(months).end,
        )
    )
    rows = session().execute(covering(viewer, asked, Stay, through=(Placement, Home, Membership, MoveLeg)))
    found: dict[tuple[object, ...], NightFacts] = {}
    for home_id, name, host_id, arrive_on, depart_on, constellation in rows:
        key = (home_id, host_id, arrive_on, depart_on)
        before = found[key].constellations if key in found else frozenset()
        found[key] = NightFacts(arrive_on, name, before | ({constellation} - {None}))
    return list(found.values())


def _families(first: dt.date, end: dt.date) -> dict[uuid.UUID, _Families]:
    member = and_(Membership.home_id == Home.id, holds_on(Membership, Ask.arrive_on))
    rows = (
        select(Ask.id, Home.id, Home.name, Membership.constellation_id)
        .join(AskChild, AskChild.ask_id == Ask.id)
        .join(Placement, and_(Placement.child_id == AskChild.child_id, holds_on(Placement, Ask.arrive_on)))
        .join(Home, Home.id == Placement.home_id)
        .outerjoin(Membership, member)
        .where(Ask.arrive_on >= first, Ask.arrive_on < end)
    )
    found: defaultdict[uuid.UUID, _Families] = defaultdict(_Families)
    for ask_id, home_id, name, constellation in session().execute(covering(Viewer.system(), rows)):
        found[ask_id].home_ids.add(home_id)
        found[ask_id].names.add(name)
        found[ask_id].constellations |= {constellation} - {None}
    return found


def _answers(first: dt.date, end: dt.date) -> dict[uuid.UUID, list[tuple[AnswerState, bool]]]:
    rows = (
        select(Answer.ask_id, Answer.state, Answer.other_arrive_on)
        .join(Ask, Ask.id == Answer.ask_id)
        .where(Ask.arrive_on >= first, Ask.arrive_on < end)
    )
    found: defaultdict[uuid.UUID, list[tuple[AnswerState, bool]]] = defaultdict(list)
    for ask_id, state, other in session().execute(covering(Viewer.system(), rows)):
        found[ask_id].append((state, other is not None))
    return found


def _fates(first: dt.date, end: dt.date) -> dict[uuid.UUID, list[Fate]]:
    rows = (
        select(Ask.id, Stay.state, Cancellation.by_host)
        .join(Stay, Stay.ask_id == Ask.id)
        .outerjoin(Cancellation, Cancellation.stay_id == Stay.id)
        .where(Ask.arrive_on >= first, Ask.arrive_on < end)
    )
    found: defaultdict[uuid.UUID, list[Fate]] = defaultdict(list)
    for ask_id, state, by_host in session().execute(covering(Viewer.system(), rows)):
        off = Fate.OFF_BY_HOST if by_host else Fate.OFF_BY_FAMILY
        found[ask_id].append(off if state is StayState.CANCELLED else Fate.STANDS)
    return found
