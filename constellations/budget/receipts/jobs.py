"""The daily job that removes receipts which are kept no longer."""

from constellations.budget.receipts.actions import remove_old_receipts
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily

REMOVE_OLD_RECEIPTS = Job(
    "remove_old_receipts",
    "Remove receipts of budgets long over",
    Daily(3, 50),
    remove_old_receipts,
    per_service=False,
)
