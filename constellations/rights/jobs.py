"""The jobs that answer requests about personal data, and sweep the copies of which no request speaks."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, Every
from constellations.rights.actions import answer_requests
from constellations.rights.copies.actions import sweep_copies

ANSWER_REQUESTS = Job(
    "answer_data_requests", "Make copies of personal data, and erase", Every(20), answer_requests, per_service=False
)
"""Looked for as often as mail: who asked waits for it."""

SWEEP_COPIES = Job(
    "sweep_data_copies", "Remove copies that belong to no request", Daily(3, 55), sweep_copies, per_service=False
)
