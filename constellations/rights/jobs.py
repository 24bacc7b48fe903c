"""The job that answers requests about personal data."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from constellations.rights.actions import answer_requests

ANSWER_REQUESTS = Job(
    "answer_data_requests", "Make copies of personal data, and erase", Every(20), answer_requests, per_service=False
)
"""Looked for as often as mail: who asked waits for it."""
