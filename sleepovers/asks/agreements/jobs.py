"""The job that makes the tasks of agreements which open asks lack."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from sleepovers.asks.agreements.actions import seek_missing_agreements

SEEK_AGREEMENTS = Job(
    "seek_agreements", "Seek agreements that asks lack", Every(300), seek_missing_agreements, per_service=False
)
