"""The daily job that removes files of receipts which no line speaks of."""

from constellations.budget.receipts.actions import sweep_receipts
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily

SWEEP_RECEIPTS = Job(
    "sweep_receipts", "Remove receipts that belong to no line", Daily(3, 50), sweep_receipts, per_service=False
)
