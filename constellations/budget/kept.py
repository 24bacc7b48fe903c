"""How long the lines of activity budgets, and their receipts, are kept."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from constellations.budget.models import BudgetDecision, BudgetSpend
from constellations.budget.receipts.actions import remove_old_receipts
from constellations.budget.receipts.models import Receipt
from constellations.budget.receipts.queries import number_too_old
from constellations.keeping.declaration import Kept, OwnWay, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import nobody_held, of_service

AFTER_THE_YEAR = _("the end of the financial year in which it was spent")

RECEIPTS = Kept(
    kind="receipts",
    words=_("Receipts of activity budgets"),
    counted_from=AFTER_THE_YEAR,
    source=_("Accounts are kept six years and the running one (Limitation Act 1980; HMRC)."),
    unit=Unit.YEARS,
    usual=7,
    limits=Limits(6, 50),
    tables=(Receipt,),
    own_way=OwnWay(number_too_old, remove_old_receipts),
)

LINES = Kept(
    kind="budget_lines",
    words=_("What was spent of activity budgets, and what was decided on them"),
    counted_from=AFTER_THE_YEAR,
    source=_("Accounts of a constellation: a line names nobody but who entered it. At least as long as its receipt."),
    unit=Unit.YEARS,
    usual=None,
    limits=Limits(7, 50, for_ever=True),
    tables=(BudgetSpend, BudgetDecision),
    rows=(
        Rows(
            BudgetSpend,
            lambda cut: (
                of_service(BudgetSpend.service_id, cut),
                BudgetSpend.spent_on < cut.since,
                nobody_held(BudgetSpend.entered_by),
                BudgetSpend.id.not_in(select(Receipt.spend_id)),
            ),
        ),
        Rows(
            BudgetDecision,
            lambda cut: (
                of_service(BudgetDecision.service_id, cut),
                BudgetDecision.decided_on < cut.since,
                nobody_held(BudgetDecision.entered_by),
            ),
        ),
    ),
)

KEPT = (RECEIPTS, LINES)
"""What kept.py of the package hands over."""
