"""Two processes run the jobs and the one that leads is killed amid the uplifts: each is flagged once, and told once."""

import time
import uuid
from collections import Counter

import pytest
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.jobs.models import JobRun
from constellations.jobs.rules import Outcome
from constellations.notices.models import Notice
from sleepovers.claims.jobs import FLAG_UPLIFTS
from sleepovers.claims.models import Claim
from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, seconds_since
from tests.processes import process, wait_until
from tests.sleepovers.claims.months import Around, create_around, host

pytestmark = pytest.mark.faults

SYSTEM = Viewer.system()
SERVICES, TAKEN_OVER_SECONDS = 12, 30
WORDS = ["-m", "tests.faults.slow_flags", "0.5"]


def make_services() -> list[Around]:
    """Services whose hubs are due for last month."""
    made = [create_around() for _ in range(SERVICES)]
    for around in made:
        host(around.hub, 17, Month.of(clock.today()).shifted(-1))
    return made


def claims() -> list[uuid.UUID]:
    """The homes that were flagged, as often as they were."""
    session().rollback()
    return [claim.home_id for claim in session().scalars(visible(SYSTEM, Claim))]


def runs() -> Counter[Outcome]:
    """How the runs of the job that flags ended."""
    session().rollback()
    found = select(JobRun.outcome).where(JobRun.name == FLAG_UPLIFTS.name)
    return Counter(session().scalars(covering(SYSTEM, found)))


def told() -> Counter[uuid.UUID]:
    """How often each person was told something of an uplift."""
    session().rollback()
    return Counter(session().scalars(covering(SYSTEM, select(Notice.person_id).where(Notice.path.contains("uplift")))))


def test_when_the_leader_is_killed_the_other_does_the_rest_and_nothing_twice(installation: Installation) -> None:
    made, log = make_services(), installation.folder / "log"
    session().rollback()
    with process(WORDS, installation.told, log) as first:
        wait_until(lambda: len(claims()) >= 1, 120)
        with process(WORDS, installation.told, log):
            time.sleep(1)
            first.kill()
            first.wait()
            began = time.monotonic()
            # Nobody leads at this moment. It may have been killed after a home was flagged and before that run ended.
            before, done = len(claims()), runs()[Outcome.DONE]
            wait_until(lambda: len(claims()) > before, TAKEN_OVER_SECONDS * PATIENCE)
            taken_over = seconds_since(began)
            wait_until(lambda: runs()[Outcome.DONE] >= done + SERVICES, TAKEN_OVER_SECONDS * PATIENCE)
    assert before < SERVICES, "the leader died amid its work"
    assert sorted(claims()) == sorted(around.hub.id for around in made)
    ended = runs()
    assert ended[Outcome.FAILED] == 1, "the run that was killed"
    assert done in (before - 1, before)
    assert ended[Outcome.DONE] - SERVICES == done, "again of all, for nobody knew how far it had come"
    assert set(told().values()) == {1}
    assert {around.carer.id for around in made} <= set(told())
    note(12, on=installation.kind, taken_over=taken_over, flagged=SERVICES, flagged_before=before)
