"""The checklists of the constellations that somebody sees, and what a service asks for in them."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from constellations.access import Viewer, find, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Constellation, holds_on
from sleepovers.fidelity.facts.queries import facts_of
from sleepovers.fidelity.models import FidelityItem, FidelityTerms
from sleepovers.fidelity.own.queries import latest_answers, own_items
from sleepovers.fidelity.own.rules import Answered, own_standing
from sleepovers.fidelity.rules import Item, Judged, Standing, Terms, checklist


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An item that the service added, how it stands, its answer, and the day on which that runs out."""

    item: FidelityItem
    standing: Standing
    answer: Answered | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Checked:
    """The checklist of one constellation today, and what its service asks for."""

    constellation: Constellation
    terms: Terms
    lines: tuple[Judged, ...]
    own: tuple[OwnLine, ...]

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How each of its items stands, in order."""
        return (*(line.standing for line in self.lines), *(line.standing for line in self.own))

    def number(self, standing: Standing) -> int:
        """How many items stand so."""
        return Counter(self.standings)[standing]

    @property
    def is_met(self) -> bool:
        """Whether nothing on it is missing today; what is about to slip is not missing yet."""
        return Standing.NOT_MET not in self.standings


@dataclass(frozen=True, slots=True)
class TermsPage:
    """What a service asks for: the terms of today with their number (nought of the usual), and the own items."""

    terms: Terms
    number: int
    items: tuple[FidelityItem, ...]
    history: tuple[FidelityTerms, ...]


def checklists(viewer: Viewer) -> list[Checked]:
    """The checklist of every constellation that the viewer may read it of, by name; a fixed number of queries.

    Of one that is closed nothing is asked any more.
    """
    rows = session().scalars(visible(viewer, Constellation).order_by(Constellation.name, Constellation.key)).all()
    return checked(viewer, [row for row in rows if row.stands_on(viewer.today) and may_read(viewer, row.id)])


def checklist_of(viewer: Viewer, constellation_id: uuid.UUID) -> Checked:
    """The checklist of one constellation; raises NotFound, also for a carer who is not its hub."""
    constellation = find(viewer, Constellation, constellation_id)
    if not may_read(viewer, constellation_id):
        raise NotFound
    return checked(viewer, [constellation])[0]


def may_read(viewer: Viewer, constellation_id: uuid.UUID) -> bool:
    """Whether the viewer reads the checklist of a constellation that they see: staff, and its hub."""
    return not viewer.is_carer or constellation_id in viewer.hub_of


def checked(viewer: Viewer, constellations: Sequence[Constellation]) -> list[Checked]:
    """How some constellations stand that were found through the viewer; thirteen queries."""
    facts = facts_of(constellations, viewer.today)
    services = {one.service_id for one in constellations}
    terms, items = terms_of(viewer, services), own_items(viewer, services)
    answers = latest_answers(viewer, facts.keys())
    found = []
    for one in constellations:
        asked = terms[one.service_id].terms if one.service_id in terms else Terms()
        own = tuple(_own_line(item, answers.get((item.id, one.id)), viewer.today) for item in items[one.service_id])
        found.append(Checked(one, asked, checklist(facts[one.id], asked, viewer.today), own))
    return found


def _own_line(item: FidelityItem, answer: Answered | None, today: dt.date) -> OwnLine:
    standing, until = own_standing(answer, item.months, today)
    return OwnLine(item, standing, answer, until)


def terms_of(viewer: Viewer, services: Collection[uuid.UUID]) -> dict[uuid.UUID, FidelityTerms]:
    """What some services ask for today, by service; one that set nothing is not in it. One query."""
    rows = visible(viewer, FidelityTerms).where(
        FidelityTerms.service_id.in_(services), holds_on(FidelityTerms, viewer.today)
    )
    return {row.service_id: row for row in session().scalars(rows)}


def terms_page(viewer: Viewer) -> TermsPage:
    """What the viewer's service asks for; raises NotFound without a service."""
    if viewer.service_id is None:
        raise NotFound
    now = terms_of(viewer, [viewer.service_id]).get(viewer.service_id)
    history = visible(viewer, FidelityTerms).where(FidelityTerms.service_id == viewer.service_id)
    return TermsPage(
        terms=now.terms if now else Terms(),
        number=now.number if now else 0,
        items=tuple(own_items(viewer, [viewer.service_id])[viewer.service_id]),
        history=tuple(session().scalars(history.order_by(FidelityTerms.starts_on.desc()))),
    )


def counted(checklists: Sequence[Checked]) -> Counter[Item]:
    """Of each item of the checklist, in how many constellations it is met."""
    return Counter(line.item for one in checklists for line in one.lines if line.standing is not Standing.NOT_MET)
