"""The nightly job that removes what is kept no longer, of every kind: of each service, and of none."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from constellations.keeping.actions import remove_old_records

REMOVE_OLD_RECORDS = Job(
    "remove_old_records", "Remove what the service keeps no longer, of every kind", Daily(4), remove_old_records
)

REMOVE_OLD_RECORDS_OF_NONE = Job(
    "remove_old_records_of_none",
    "Remove old notices, devices and runs that belong to no service",
    Daily(4, 40),
    remove_old_records,
    per_service=False,
)

KEEPING = (REMOVE_OLD_RECORDS, REMOVE_OLD_RECORDS_OF_NONE)
"""What brings.py hands over."""
