"""The jobs that answer requests about personal data, finish erasures, and sweep copies of which no request speaks."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, Every
from constellations.rights.answering.actions import answer_requests, finish_erasures
from constellations.rights.copies.actions import sweep_copies

ANSWER_REQUESTS = Job(
    "answer_data_requests", "Make copies of personal data, and erase", Every(20), answer_requests, per_service=False
)
"""Looked for as often as mail: who asked waits for it."""

FINISH_ERASURES = Job(
    "finish_erasures",
    "Erase what was held, and is no more",
    Daily(4, 20),
    finish_erasures,
    per_service=False,
)
"""It looks through every text, so once a night: what is held stays for months."""

SWEEP_COPIES = Job(
    "sweep_data_copies", "Remove copies that belong to no request", Daily(3, 55), sweep_copies, per_service=False
)
