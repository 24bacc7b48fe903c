"""What Roost did by itself over some days, as the tests of time look at it."""

import datetime as dt
import uuid
from collections import Counter

from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.jobs.models import JobRun
from constellations.jobs.rules import GOOD
from constellations.notices.models import Digest, Notice
from sleepovers.claims.jobs import FLAG_UPLIFTS
from sleepovers.claims.models import Claim

SYSTEM = Viewer.system()


def kind_of(app: Flask) -> str:
    """By which the measurements of a database are known."""
    return "SQLite" if app.extensions["roost_database"].is_sqlite else "PostgreSQL"


def claims() -> list[tuple[uuid.UUID, Month]]:
    """Whose uplift was flagged for which month, as often as it was."""
    session().rollback()
    return sorted((claim.home_id, claim.month) for claim in session().scalars(visible(SYSTEM, Claim)))


def looked_after() -> list[tuple[dt.date, dt.date]]:
    """From which day to which each good run of the job that flags looked, in order."""
    session().rollback()
    good = select(JobRun.since, JobRun.until).where(JobRun.name == FLAG_UPLIFTS.name, JobRun.outcome.in_(GOOD))
    rows = session().execute(covering(SYSTEM, good.order_by(JobRun.until, JobRun.since)))
    return [(row[0], row[1]) for row in rows]


def good_runs_by_day() -> Counter[tuple[str, dt.date]]:
    """How often each job ran well for each last day."""
    session().rollback()
    good = select(JobRun.name, JobRun.until).where(JobRun.outcome.in_(GOOD))
    return Counter((row[0], row[1]) for row in session().execute(covering(SYSTEM, good)))


def told(person_id: uuid.UUID, of: str) -> int:
    """How often somebody was told something that leads to such a page."""
    session().rollback()
    theirs = select(Notice.id).where(Notice.person_id == person_id, Notice.path.contains(of))
    return len(session().scalars(covering(SYSTEM, theirs)).all())


def mondays_of(person_id: uuid.UUID) -> list[dt.date]:
    """The Mondays that were seen to for somebody."""
    session().rollback()
    theirs = select(Digest.monday).where(Digest.person_id == person_id).order_by(Digest.monday)
    return list(session().scalars(covering(SYSTEM, theirs)))
