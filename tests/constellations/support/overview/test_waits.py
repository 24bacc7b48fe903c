"""What of support waits for somebody, as the Monday digest counts it, and whom its jobs look after."""

import datetime as dt

from flask import Flask

from app import PARTS
from constellations.access import Viewer
from constellations.core.database import transaction
from constellations.notices.digest.queries import waiting_words
from constellations.support.health_check.actions import begin_check
from constellations.support.overview.queries import carers_support, staff_support
from tests.constellations.events.families import Families, sees
from tests.constellations.support.factories import create_date, create_pair
from tests.constellations.support.learning.factories import create_learning
from tests.factories import changed

QUIET = "1 buddy or mentor pair without a check-in for a month"


def test_the_digest_counts_what_waits_and_names_nobody(app: Flask) -> None:
    families = Families()
    changed(families.moira, password_hash="set")  # no password has this hash: else a return waits for staff
    create_pair(families.moira, families.grace)
    create_date(families.patel, "2026-09-01")
    with transaction():
        begin_check(Viewer.system(), families.service.id, dt.date(2026, 11, 1))
    assert waiting_words(sees(families.liaison)) == [QUIET, "1 date of a home that is overdue"]
    assert {QUIET, "1 health check to answer"} <= set(waiting_words(sees(families.moira)))
    assert waiting_words(sees(families.grace)) == ["1 health check to answer"]
    assert waiting_words(sees(families.finance)) == []


def test_the_page_of_support_says_what_waits(app: Flask) -> None:
    families = Families()
    create_pair(families.moira, families.grace)
    create_date(families.patel, "2026-09-01")
    create_learning(families.anita)
    changed(families.okafor, approved_on=dt.date(2025, 11, 30))
    staff = staff_support(sees(families.liaison))
    assert (staff.quiet_pairs, staff.overdue_dates, staff.to_verify, staff.first_years) == (1, 2, 1, 1)
    assert staff.milestones_this_month == 1
    grace = carers_support(sees(families.grace))
    assert (grace.asks_of_month, len(grace.pairs), grace.check) == (True, 1, None)
    assert grace.first_year is not None
    assert grace.next_milestone == (1, dt.date(2026, 11, 30))
    anita = carers_support(sees(families.anita))
    assert (anita.first_year, anita.approved_on, anita.next_milestone) == (None, None, None)


def test_its_jobs_run_after_quiet_hours_where_they_tell_somebody() -> None:
    hours = {job.name: getattr(job.schedule, "hour", None) for job in PARTS.jobs}
    told = ("remind_pairs", "tell_of_milestones", "keep_health_check")
    assert [hours[name] for name in told] == [8, 8, 8]
