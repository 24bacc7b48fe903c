"""A constellation's budget of a financial year: decisions, lines and balance."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from constellations.access import Viewer, covering, find, visible
from constellations.budget.models import BudgetDecision, BudgetSpend
from constellations.budget.receipts.models import Receipt
from constellations.budget.rules import Balance, FinancialYear, Spent, balance, cost_per_person
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.events.models import Event, Occurrence
from constellations.events.queries import OnTheCalendar, occurrences_in
from constellations.models import Constellation, Person


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision, and who entered it."""

    row: BudgetDecision
    who: str | None


@dataclass(frozen=True, slots=True)
class SpendLine:
    """One line, who entered it, for which event it was, and whether its receipt is here as a file."""

    row: BudgetSpend
    who: str | None
    event: str | None
    has_receipt: bool

    @property
    def each(self) -> int | None:
        """Pence for each person."""
        return cost_per_person([self.row.spent])


PAID_WITHIN = dt.timedelta(days=366)
PAID_AHEAD = dt.timedelta(days=92)
"""Of tickets and halls that are paid for beforehand."""

COLUMNS = ("day", "what", "amount_pence", "people", "pence_each", "receipt", "taken_back")
"""Those of the file of a year’s lines."""


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """A constellation's year: the newest decisions and lines first."""

    constellation: Constellation
    year: FinancialYear
    balance: Balance
    decisions: list[DecisionLine]
    lines: list[SpendLine]

    @property
    def counted(self) -> list[Spent]:
        """The lines that were not taken back."""
        return [line.row.spent for line in self.lines if line.row.taken_back_at is None]

    @property
    def each(self) -> int | None:
        """Pence for each person who came, over the lines that say how many did."""
        return cost_per_person(self.counted)

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The lines as rows of COLUMNS, also those taken back."""
        return [
            (
                row.spent_on,
                row.what,
                row.amount_pence,
                row.people,
                line.each,
                row.receipt,
                row.taken_back_at is not None,
            )
            for line in self.lines
            for row in [line.row]
        ]


def budgeted(viewer: Viewer, constellation_id: uuid.UUID) -> Constellation:
    """A constellation of whose budget the viewer may know: a carer only as its hub; raises NotFound."""
    if viewer.is_carer and constellation_id not in viewer.hub_of:
        raise NotFound
    return find(viewer, Constellation, constellation_id)


def budget_page(viewer: Viewer, constellation_id: uuid.UUID, year: FinancialYear) -> BudgetPage:
    """The budget of a constellation in a year; three queries. Raises NotFound."""
    of = budgeted(viewer, constellation_id)
    decided = (
        select(BudgetDecision, Person.name)
        .outerjoin(Person, Person.id == BudgetDecision.entered_by)
        .where(BudgetDecision.constellation_id == of.id, BudgetDecision.year == year.begins)
        .order_by(BudgetDecision.decided_on.desc(), BudgetDecision.entered_at.desc())
    )
    spent = (
        _lines()
        .where(
            BudgetSpend.constellation_id == of.id, BudgetSpend.spent_on >= year.first, BudgetSpend.spent_on < year.end
        )
        .order_by(BudgetSpend.spent_on.desc(), BudgetSpend.entered_at.desc())
    )
    decisions = [
        DecisionLine(*row) for row in session().execute(covering(viewer, decided, BudgetDecision, through=(Person,)))
    ]
    lines = [SpendLine(*row) for row in session().execute(covering(viewer, spent, BudgetSpend, through=_BESIDE))]
    counted = [line.row.spent for line in lines if line.row.taken_back_at is None]
    stands = balance([one.row.amount_pence for one in decisions], counted, year, viewer.today)
    return BudgetPage(of, year, stands, decisions, lines)


def spent_for(viewer: Viewer, occurrence_id: uuid.UUID) -> list[SpendLine]:
    """The lines of the budgets that the viewer sees which were for one date of an event, also those taken back."""
    lines = _lines().where(BudgetSpend.occurrence_id == occurrence_id).order_by(BudgetSpend.entered_at)
    return [SpendLine(*row) for row in session().execute(covering(viewer, lines, BudgetSpend, through=_BESIDE))]


def events_to_pay(viewer: Viewer, constellation_id: uuid.UUID) -> list[OnTheCalendar]:
    """The dates of a constellation's events that a line may be for, the latest first: of the last year, and soon."""
    first, end = viewer.today - PAID_WITHIN, viewer.today + PAID_AHEAD
    return occurrences_in(viewer, first, end, constellation_id)[::-1]


_BESIDE = (Person, Event, Occurrence, Receipt)


def _lines() -> Select[BudgetSpend, str | None, str | None, bool]:
    return (
        select(BudgetSpend, Person.name, func.coalesce(Occurrence.title, Event.title), Receipt.key.is_not(None))
        .outerjoin(Person, Person.id == BudgetSpend.entered_by)
        .outerjoin(Occurrence, Occurrence.id == BudgetSpend.occurrence_id)
        .outerjoin(Event, Event.id == Occurrence.event_id)
        .outerjoin(Receipt, Receipt.spend_id == BudgetSpend.id)
    )


def decided_pence(viewer: Viewer, constellation_id: uuid.UUID, year: FinancialYear) -> int:
    """What was decided of a year so far, in pence."""
    asked = select(func.coalesce(func.sum(BudgetDecision.amount_pence), 0)).where(
        BudgetDecision.constellation_id == constellation_id, BudgetDecision.year == year.begins
    )
    return int(session().execute(covering(viewer, asked, BudgetDecision)).scalar_one())


def budgets(viewer: Viewer) -> list[tuple[Constellation, Balance]]:
    """This year's budget of every constellation of which the viewer may know, by name; three queries."""
    year = FinancialYear.of(viewer.today)
    seen = session().scalars(visible(viewer, Constellation).order_by(Constellation.name, Constellation.key)).all()
    theirs = [one for one in seen if not viewer.is_carer or one.id in viewer.hub_of]
    decided: defaultdict[uuid.UUID, list[int]] = defaultdict(list)
    for row in session().scalars(visible(viewer, BudgetDecision).where(BudgetDecision.year == year.begins)):
        decided[row.constellation_id].append(row.amount_pence)
    spent: defaultdict[uuid.UUID, list[Spent]] = defaultdict(list)
    lines = visible(viewer, BudgetSpend).where(
        BudgetSpend.spent_on >= year.first, BudgetSpend.spent_on < year.end, BudgetSpend.taken_back_at.is_(None)
    )
    for line in session().scalars(lines):
        spent[line.constellation_id].append(line.spent)
    return [(one, balance(decided[one.id], spent[one.id], year, viewer.today)) for one in theirs]
