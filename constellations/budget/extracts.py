"""This year's activity budgets as a file."""

from collections.abc import Iterator, Sequence

from constellations.access import Viewer
from constellations.budget.queries import budgets
from constellations.budget.rules import FinancialYear
from constellations.core.clock import Month
from constellations.extracts.declaration import Extract
from constellations.permissions import Permission

COLUMNS = (
    *("financial_year", "constellation", "decided_pence", "spent_pence", "left_pence"),
    *("spent_in_100", "year_over_in_100"),
)


def rows(viewer: Viewer, _months: Sequence[Month]) -> Iterator[tuple[object, ...]]:
    """A row for each constellation, of the financial year that runs."""
    year = str(FinancialYear.of(viewer.today))
    for of, stands in budgets(viewer):
        yield year, of.name, stands.decided, stands.spent, stands.left, stands.spent_share, stands.elapsed


BUDGETS = Extract("budgets", "Activity budgets of this financial year", COLUMNS, rows, Permission.SEE_BUDGET)
