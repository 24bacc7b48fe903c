"""Nights off, asks never put, budgets, and who could do with a rest, in the demo service. Amounts are made up."""

import datetime as dt

from constellations.access import Viewer, visible
from constellations.budget.models import BudgetDecision, BudgetSpend
from constellations.budget.rules import FinancialYear
from constellations.core import clock
from constellations.core.database import transaction
from constellations.models import Constellation, Home, Service
from sleepovers.asks.unasked.models import Unasked
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.nights_off.rules import Unit
from sleepovers.rest.actions import look_after_homes
from sleepovers.rules import StayKind

FOURTEEN_NIGHTS = {"unit": Unit.NIGHTS, "amount": 14, "year_month": 4, "year_day": 1, "pro_rata": True}

DID_NOT_ASK = (("Fielding", 2), ("Farrow", 9), ("Grant", 16), ("Fielding", 30))
"""A home, and how many days ago the night was for which it did not ask."""

SPENT = (
    (6, 8_500, "Soft play", "R-214", 14),
    (20, 14_000, "Bowling", "R-209", 20),
    (41, 1_800, "Coffee morning", "petty cash book, page 12", 9),
    (62, 3_500, "Picnic by the river", "R-188", None),
)
"""How many days ago, pence, what for, where the receipt is, and how many came."""


def let_them_care(viewer: Viewer) -> None:
    """Store what a year of it would have left, as far as it is not in the register."""
    today = clock.today()
    with transaction() as here:
        service = here.scalars(visible(viewer, Service)).one()
        respite = frozenset({StayKind.RESPITE})
        since = dt.date(2026, 4, 1)
        here.add(NightsOffPolicy(service_id=service.id, valid_from=since, used_by=respite, **FOURTEEN_NIGHTS))
        homes = {home.key: home.id for home in here.scalars(visible(viewer, Home))}
        for home, days in DID_NOT_ASK:
            night = today - dt.timedelta(days=days)
            here.add(Unasked(service_id=service.id, home_id=homes[home], night=night))
        for of in here.scalars(visible(viewer, Constellation)).all():
            here.add_all(_budget_of(of, today))
    look_after_homes(viewer, service.id, today, today)


def _budget_of(of: Constellation, today: dt.date) -> list[BudgetDecision | BudgetSpend]:
    year, keys = FinancialYear.of(today), {"service_id": of.service_id, "constellation_id": of.id}
    before, first = year.first - dt.timedelta(days=20), year.first
    decided = [
        BudgetDecision(year=year.begins, decided_on=before, amount_pence=180_000, reason="Budget of the year", **keys),
        BudgetDecision(year=year.begins, decided_on=first, amount_pence=60_000, reason="Uplift of all budgets", **keys),
    ]
    spent = [
        BudgetSpend(
            spent_on=max(first, today - dt.timedelta(days=days)),
            amount_pence=pence,
            what=what,
            receipt=receipt,
            people=people,
            **keys,
        )
        for days, pence, what, receipt, people in SPENT
    ]
    return [*decided, *spent]
