"""`roost receipts purge`: receipts that are kept no longer go now, or are counted."""

from constellations.budget.kept import RECEIPTS
from constellations.keeping.cli import purge_group

receipts = purge_group("receipts", "The receipts of activity budgets.", (RECEIPTS.kind,))
