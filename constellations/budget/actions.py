"""Deciding on a budget, writing down what was spent, and taking a line back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.budget import rules
from constellations.budget.models import BudgetDecision, BudgetSpend
from constellations.budget.queries import budgeted, decided_pence, events_to_pay
from constellations.budget.rules import FinancialYear
from constellations.core import clock
from constellations.core.database import transaction
from constellations.models import Constellation
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was paid for: pence, what it was, where its receipt is found, and how many people came.

    `occurrence_id` is the date of an event of the constellation that it was for.
    """

    spent_on: dt.date
    pence: int
    what: str
    receipt: str
    people: int | None = None
    occurrence_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is added to a year's budget, in pence, and why; below nothing it is taken away."""

    year: FinancialYear
    decided_on: dt.date
    pence: int
    reason: str


SPEND_FIELDS = ("spent_on", "amount_pence", "what", "receipt", "people", "occurrence_id")
DECISION_FIELDS = ("year", "decided_on", "amount_pence", "reason")


def spend(viewer: Viewer, constellation_id: uuid.UUID, line: Line) -> uuid.UUID:
    """Write down what was spent; raises a rule of `rules.py`, and NotFound."""
    viewer.must(Permission.KEEP_BUDGET)
    rules.must_be_sound_spend(line.pence, line.spent_on, line.what, line.receipt, line.people, viewer.today)
    with transaction() as session:
        of = budgeted(viewer, constellation_id)
        if line.occurrence_id and line.occurrence_id not in {one.occurrence_id for one in events_to_pay(viewer, of.id)}:
            raise rules.NotItsEvent
        row = BudgetSpend(
            service_id=of.service_id,
            constellation_id=of.id,
            spent_on=line.spent_on,
            amount_pence=line.pence,
            what=line.what,
            receipt=line.receipt,
            people=line.people,
            occurrence_id=line.occurrence_id,
            entered_by=viewer.person_id,
        )
        session.add(row)
        session.flush()
        record(viewer, "spent_of_budget", row.id, service_id=of.service_id)
        audit(viewer, Change("spent_of_budget", "budget_spend", row.id, SPEND_FIELDS), of.service_id)
        return row.id


def take_back_spend(viewer: Viewer, spend_id: uuid.UUID) -> uuid.UUID:
    """Take a line back: it stays to be read, and counts no more. Gives its constellation.

    Raises TakenBackAlready, NotFound.
    """
    viewer.must(Permission.KEEP_BUDGET)
    with transaction():
        row = hold(viewer, BudgetSpend, spend_id)
        if row.taken_back_at is not None:
            raise rules.TakenBackAlready
        row.taken_back_at, row.taken_back_by = clock.now(), viewer.person_id
        record(viewer, "took_back_spend", row.id, service_id=row.service_id)
        audit(viewer, Change("took_back_spend", "budget_spend", row.id, ("taken_back_at",)), row.service_id)
        return row.constellation_id


def decide_on_budget(viewer: Viewer, constellation_id: uuid.UUID, decision: Decision) -> uuid.UUID:
    """Decide on a year's budget: the first decision sets it, later ones change it; each stays. Raises as spending."""
    viewer.must(Permission.SET_BUDGET)
    with transaction() as session:
        of = budgeted(viewer, constellation_id)
        # Of two who take away at once the second sees what is left.
        turn = select(Constellation.id).where(Constellation.id == of.id).with_for_update(key_share=True)
        session.execute(covering(viewer, turn, Constellation))
        before = decided_pence(viewer, of.id, decision.year)
        rules.must_be_sound_decision(
            decision.pence, decision.decided_on, decision.year, decision.reason, before, viewer.today
        )
        row = BudgetDecision(
            service_id=of.service_id,
            constellation_id=of.id,
            year=decision.year.begins,
            decided_on=decision.decided_on,
            amount_pence=decision.pence,
            reason=decision.reason,
            entered_by=viewer.person_id,
        )
        session.add(row)
        session.flush()
        record(viewer, "decided_on_budget", row.id, service_id=of.service_id)
        audit(viewer, Change("decided_on_budget", "budget_decision", row.id, DECISION_FIELDS), of.service_id)
        return row.id
