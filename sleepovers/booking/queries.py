"""What the booking check has to know: of the children, of the home, and of everybody who would be there."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from constellations.access import Viewer, covering
from constellations.children.models import Child, ChildStatusFrom, NotTogether, Placement
from constellations.core.database import session
from constellations.homes.exemptions.queries import exempted_at
from constellations.models import HomeTerms
from constellations.rules import HomeStatus, Span
from sleepovers.asks.models import Agreement
from sleepovers.asks.rules import AgreementState
from sleepovers.availability.queries import openness_of
from sleepovers.availability.rules import Openness
from sleepovers.booking.rules import FOSTERED, ChildFacts, HomeNight, Wish
from sleepovers.models import StayNight
from sleepovers.nights.rules import OCCUPYING
from sleepovers.rules import StayKind

EVERYTHING = Viewer.system
"""The check looks at facts, whoever asks: what of them a viewer reads is said by the words."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which children would sleep where, and when; `ask_id` is the ask it comes from, `stay_id` the stay that grows.

    `handed_over` are the nights of each child that pass to it from another stay.
    """

    child_ids: tuple[uuid.UUID, ...]
    home_id: uuid.UUID
    nights: tuple[dt.date, ...]
    kind: StayKind
    ask_id: uuid.UUID | None = None
    stay_id: uuid.UUID | None = None
    handed_over: frozenset[tuple[uuid.UUID, dt.date]] = frozenset()


@dataclass(slots=True)
class _Company:
    """Who is in a home on each night, beside those who would come, and the beds that are taken."""

    present: dict[dt.date, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    taken: dict[dt.date, set[int]] = field(default_factory=lambda: defaultdict(set))


class _Home(NamedTuple):
    """A home's dated terms, what it says of the nights, and the children whom an exemption names."""

    terms: Sequence[HomeTerms]
    said: Mapping[tuple[uuid.UUID, dt.date], Openness]
    exempted: Mapping[dt.date, frozenset[uuid.UUID]]


def wish_of(proposal: Proposal) -> Wish:
    """Everything that the check looks at, as it stands now; a fixed number of queries, whatever the nights."""
    return wishes_of(proposal, [proposal.home_id])[proposal.home_id]


def wishes_of(proposal: Proposal, home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Wish]:
    """The same for several homes in place of the one proposed; as many queries as for one."""
    if not proposal.nights:
        alone = Wish(_facts_of(proposal, proposal.child_ids), proposal.kind, (), proposal.stay_id is not None)
        return dict.fromkeys(home_ids, alone)
    living = _living(home_ids, proposal.nights)
    nights = _stay_nights(proposal, home_ids, {child for there in living.values() for child in there})
    companies = {home_id: _company(proposal, home_id, nights, living[home_id]) for home_id in home_ids}
    present = {child for company in companies.values() for there in company.present.values() for child in there}
    everybody = {*proposal.child_ids, *present}
    facts = {child.child_id: child for child in _facts_of(proposal, everybody)}
    fostered = _fostered(everybody, proposal.nights)
    terms, said = _terms(home_ids), openness_of(EVERYTHING(), home_ids, proposal.nights)
    exempted = exempted_at(EVERYTHING(), home_ids, proposal.nights)
    elsewhere = _elsewhere(proposal, nights)
    return {
        home_id: Wish(
            tuple(facts[child_id] for child_id in proposal.child_ids),
            proposal.kind,
            tuple(
                _home_night(home_id, night, _Home(terms[home_id], said, exempted[home_id]), company, facts, fostered)
                for night in proposal.nights
            ),
            proposal.stay_id is not None,
            elsewhere,
            {child_id: living[home_id][child_id] for child_id in proposal.child_ids if child_id in living[home_id]},
        )
        for home_id, company in companies.items()
    }


def _home_night(
    home_id: uuid.UUID,
    night: dt.date,
    home: _Home,
    company: _Company,
    facts: Mapping[uuid.UUID, ChildFacts],
    fostered: Mapping[dt.date, frozenset[uuid.UUID]],
) -> HomeNight:
    held = next((row for row in home.terms if night in Span(row.starts_on, row.ends_on)), None)
    return HomeNight(
        night=night,
        beds=held.beds if held else 0,
        approved=held.approved_children if held else 0,
        status=held.status if held else HomeStatus.LEFT,
        taken=frozenset(company.taken[night]),
        present=tuple(facts[child_id] for child_id in sorted(company.present[night])),
        fostered=fostered[night],
        exempted=home.exempted[night],
        said_away=home.said[home_id, night] is Openness.AWAY,
        usual=home.said[home_id, night] is not Openness.NOT_USUAL,
    )


class _Occupied(NamedTuple):
    """A night that somebody is down for."""

    child_id: uuid.UUID
    night: dt.date
    home_id: uuid.UUID
    bed: int | None
    stay_id: uuid.UUID


Living = Mapping[uuid.UUID, frozenset[dt.date]]
"""Who lives in a home, and on which of the nights."""


def _living(home_ids: Collection[uuid.UUID], nights: Sequence[dt.date]) -> dict[uuid.UUID, Living]:
    lasting = and_(
        Placement.starts_on <= max(nights), or_(Placement.ends_on.is_(None), Placement.ends_on > min(nights))
    )
    asked = select(Placement).where(Placement.home_id.in_(home_ids), lasting)
    found: dict[uuid.UUID, dict[uuid.UUID, frozenset[dt.date]]] = {home_id: {} for home_id in home_ids}
    for row in session().scalars(covering(EVERYTHING(), asked)):
        there = frozenset(night for night in nights if night in Span(row.starts_on, row.ends_on))
        found[row.home_id][row.child_id] = there | found[row.home_id].get(row.child_id, frozenset())
    return dict(found)


def _stay_nights(proposal: Proposal, home_ids: Collection[uuid.UUID], living: Collection[uuid.UUID]) -> list[_Occupied]:
    """The nights at the homes, and, wherever they sleep, those of who would come and of who lives there."""
    about = or_(StayNight.home_id.in_(home_ids), StayNight.child_id.in_({*proposal.child_ids, *living}))
    asked = select(StayNight.child_id, StayNight.night, StayNight.home_id, StayNight.bed, StayNight.stay_id).where(
        StayNight.night.in_(proposal.nights), StayNight.state.in_(OCCUPYING), about
    )
    return [_Occupied(*row) for row in session().execute(covering(EVERYTHING(), asked))]


def _elsewhere(proposal: Proposal, nights: Iterable[_Occupied]) -> dict[uuid.UUID, frozenset[dt.date]]:
    """The nights on which one of the children is down for another stay, those left out that pass to this one."""
    found: dict[uuid.UUID, set[dt.date]] = defaultdict(set)
    for row in nights:
        is_other = row.stay_id != proposal.stay_id and (row.child_id, row.night) not in proposal.handed_over
        if is_other and row.child_id in proposal.child_ids:
            found[row.child_id].add(row.night)
    return {child_id: frozenset(there) for child_id, there in found.items()}


def _company(proposal: Proposal, home_id: uuid.UUID, nights: Iterable[_Occupied], living: Living) -> _Company:
    """Who visits, and who lives there and is not away that night."""
    company, down = _Company(), {(row.child_id, row.night) for row in nights}
    for row in nights:
        if row.home_id == home_id and row.stay_id != proposal.stay_id:
            company.present[row.night].add(row.child_id)
            company.taken[row.night] |= {row.bed} if row.bed else set()
    for child_id, there in living.items():
        for night in there:
            if (child_id, night) not in down:
                company.present[night].add(child_id)
    return company


def _facts_of(proposal: Proposal, child_ids: Collection[uuid.UUID]) -> tuple[ChildFacts, ...]:
    """What is known of these children; two queries, and one for what was agreed."""
    apart: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    pairs = select(NotTogether.first_id, NotTogether.second_id).where(
        or_(NotTogether.first_id.in_(child_ids), NotTogether.second_id.in_(child_ids))
    )
    for first, second in session().execute(covering(EVERYTHING(), pairs)):
        apart[first].add(second)
        apart[second].add(first)
    agreed = _agreed(proposal)
    rows = session().scalars(covering(EVERYTHING(), select(Child).where(Child.id.in_(child_ids)).order_by(Child.key)))
    return tuple(
        ChildFacts(
            row.id,
            row.initials,
            row.stay_authority,
            row.sibling_group,
            row.is_solo,
            row.id in agreed,
            frozenset(apart[row.id]),
        )
        for row in rows
    )


def _agreed(proposal: Proposal) -> frozenset[uuid.UUID]:
    """The children for whom whoever decides has agreed to this ask or stay."""
    of_this = [Agreement.ask_id == proposal.ask_id] if proposal.ask_id else []
    of_this += [Agreement.stay_id == proposal.stay_id] if proposal.stay_id else []
    if not of_this:
        return frozenset()
    given = select(Agreement.child_id).where(or_(*of_this), Agreement.state == AgreementState.GIVEN)
    return frozenset(session().scalars(covering(EVERYTHING(), given)))


def _fostered(child_ids: Collection[uuid.UUID], nights: Sequence[dt.date]) -> dict[dt.date, frozenset[uuid.UUID]]:
    """Which of these children the usual limit counts, by night."""
    asked = select(ChildStatusFrom).where(ChildStatusFrom.child_id.in_(child_ids), ChildStatusFrom.status.in_(FOSTERED))
    rows = session().scalars(covering(EVERYTHING(), asked)).all()
    return {
        night: frozenset(row.child_id for row in rows if night in Span(row.starts_on, row.ends_on)) for night in nights
    }


def _terms(home_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[HomeTerms]]:
    found: dict[uuid.UUID, list[HomeTerms]] = {home_id: [] for home_id in home_ids}
    for row in session().scalars(covering(EVERYTHING(), select(HomeTerms).where(HomeTerms.home_id.in_(home_ids)))):
        found[row.home_id].append(row)
    return found
