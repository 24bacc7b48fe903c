"""Broken files, a mail that can never be sent, jobs that always fail: each stops nobody else, and is shown."""

import datetime as dt
import re
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus

import pytest
from sqlalchemy import select, update

from constellations.access import Viewer, covering, visible
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.jobs.models import JobRun
from constellations.jobs.rules import MOST_FAILURES, Outcome
from constellations.metrics.queries import all_figures
from constellations.models import Service
from constellations.notices.models import OutboxMail
from constellations.notices.rules import MOST_ATTEMPTS
from constellations.notices.texts.jobs import SEND_TEXTS
from constellations.permissions import Role
from sleepovers.claims.jobs import FLAG_UPLIFTS
from sleepovers.claims.models import Claim
from tests.client import client_of
from tests.factories import create_person, create_service, stored
from tests.faults.figures import note
from tests.faults.installation import STARTS_WITHIN, Installation, make_room
from tests.faults.posting import Browser
from tests.faults.stumbling_jobs import TRIES
from tests.photos import HEIC, HTML, SVG, claims_to_be, jpeg
from tests.processes import ROOST, ROOT, process, wait_until
from tests.sleepovers.claims.months import Around, create_around, host

pytestmark = pytest.mark.faults

SYSTEM = Viewer.system()
WHOLE = jpeg(600, 400)
BROKEN = {
    "half.jpg": WHOLE[: len(WHOLE) // 2],
    "enormous.png": claims_to_be(60_000, 60_000),
    "noise.jpg": b"\xff\xd8\xff" + bytes(range(256)) * 40,
    "page.jpg": HTML,
    "drawing.svg": SVG,
    "live.heic": HEIC,
}


def test_a_broken_file_is_refused_plainly_and_stops_nobody(installation: Installation) -> None:
    room = make_room(installation.app, 3)
    with transaction() as here:
        here.execute(covering(SYSTEM, update(Service).values(photos_allowed=True)))
    session().rollback()
    sender, other = Browser(installation.app, room.people[0]), Browser(installation.app, room.people[1])
    where = f"/conversations/{room.conversation_id}/messages"
    with installation.serving() as server:
        refused = {}
        for name, content in BROKEN.items():
            refused[name] = sender.send_file(server.port, where, name, content, body="Look.", consent="y").status
            assert other.post(server.port, room, f"After {name}").status == HTTPStatus.OK
        whole = sender.send_file(server.port, where, "whole.jpg", WHOLE, body="Look.", consent="y")
    assert refused == dict.fromkeys(BROKEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert whole.status == HTTPStatus.FOUND
    assert len(room.stored()) == len(BROKEN) + 1
    note(23, of="broken files", on=installation.kind, refused=len(refused), others_held_up=0)


def run_job(name: str, told: Mapping[str, str]) -> None:
    """Run a job as its operator would."""
    words = [sys.executable, *ROOST, "jobs", "run", name]
    subprocess.run(words, cwd=ROOT, env=told, capture_output=True, timeout=120, check=True)


def mails() -> dict[str, OutboxMail]:
    """The outbox, by address."""
    session().rollback()
    session().expire_all()
    return {mail.address: mail for mail in session().scalars(visible(SYSTEM, OutboxMail))}


def make_due() -> None:
    """As if the wait were over."""
    waiting = update(OutboxMail).where(OutboxMail.sent_at.is_(None)).values(due_at=clock.now())
    with transaction() as here:
        here.execute(covering(SYSTEM, waiting.execution_options(synchronize_session=False)))
    session().rollback()


def test_a_mail_that_can_never_be_sent_is_laid_aside_and_shown(installation: Installation) -> None:
    manager = create_person(Role.MANAGER, create_service())
    # Past the check of whoever writes mails: as a fault of ours would leave it.
    stored(OutboxMail(address="poison@example.org", subject="one line\nBcc: all", body="x"))
    stored(*(OutboxMail(address=f"carer{n}@example.org", subject="News", body="x") for n in range(3)))
    session().rollback()
    for _ in range(MOST_ATTEMPTS + 2):
        run_job("send_mail", installation.told)
        make_due()
    found = mails()
    poison = found.pop("poison@example.org")
    assert (poison.sent_at, poison.attempts) == (None, MOST_ATTEMPTS)
    assert poison.parked_at is not None
    assert all(mail.sent_at is not None and mail.attempts == 1 for mail in found.values())
    # Noted before anything is served: the jobs of a server that starts try one mail of each way again, from the first.
    note(23, of="a mail that can never be sent", on=installation.kind, tries=poison.attempts, others_sent=len(found))
    with installation.serving() as server:
        page = Browser(installation.app, manager).get(server.port, "/jobs", "text/html")
    assert "could not be delivered" in page.body
    assert "Try the mail again" in page.body
    assert "poison@example.org" not in page.body


GIVEN_UP, GOES_ON = "failed five times for", "Roost goes on trying"


def due_services(number: int) -> list[Around]:
    """Services whose hubs are due for last month; a good run of the first one's job was three days ago."""
    made = [create_around() for _ in range(number)]
    for around in made:
        host(around.hub, 17, Month.of(clock.today()).shifted(-1))
    before, day = clock.now() - dt.timedelta(days=3), clock.today() - dt.timedelta(days=3)
    good = {"name": FLAG_UPLIFTS.name, "service_id": made[0].service.id, "outcome": Outcome.NOTHING_DUE}
    stored(JobRun(started_at=before, ended_at=before, since=day, until=day, **good))
    session().rollback()
    return made


def failures(name: str) -> Counter[tuple[uuid.UUID | None, dt.date]]:
    """How many runs of a job the ledger has as failed, by service and last day."""
    session().rollback()
    failed = select(JobRun.service_id, JobRun.until).where(JobRun.name == name, JobRun.outcome == Outcome.FAILED)
    return Counter((row[0], row[1]) for row in session().execute(covering(SYSTEM, failed)))


def flagged() -> list[uuid.UUID]:
    """The homes that were flagged, as often as they were."""
    session().rollback()
    return sorted(claim.home_id for claim in session().scalars(visible(SYSTEM, Claim)))


def tries_of(name: str, installation: Installation) -> int:
    """How often a job that fails was begun."""
    file = installation.folder / TRIES
    return file.read_text().split().count(name) if file.is_file() else 0


def days_without(name: str) -> float:
    """For how many days somebody has waited for a job to run well, as whoever watches over Roost reads it."""
    found = re.search(rf'^roost_job_good_seconds{{job="{name}"}} (\S+)', all_figures(SYSTEM).decode(), re.MULTILINE)
    assert found is not None, name
    return float(found[1]) / 86_400


def test_a_job_that_always_fails_is_laid_aside_and_shown_while_the_others_go_on(installation: Installation) -> None:
    poisoned, *others = due_services(3)
    stored(OutboxMail(address="carer@example.org", subject="News", body="x"))
    words = ["-m", "tests.faults.stumbling_jobs", str(poisoned.service.id)]
    with process(words, installation.told, installation.folder / "log"):
        wait_until(lambda: max(failures(FLAG_UPLIFTS.name).values(), default=0) == MOST_FAILURES, 2 * STARTS_WITHIN)
        began = tries_of(SEND_TEXTS.name, installation)
        # As many seconds later the timetable would have come back to the daily job as often, were it not laid aside.
        wait_until(lambda: tries_of(SEND_TEXTS.name, installation) > began + 2 * MOST_FAILURES, STARTS_WITHIN)
    failed, often = failures(FLAG_UPLIFTS.name), failures(SEND_TEXTS.name)
    assert max(failed.values()) == max(often.values()) == MOST_FAILURES, "for one day, and the ledger fills no further"
    assert {service_id for service_id, _ in failed} == {poisoned.service.id}
    assert tries_of(FLAG_UPLIFTS.name, installation) == sum(failed.values())
    assert flagged() == sorted(around.hub.id for around in others)
    assert all(mail.sent_at is not None for mail in mails().values())
    theirs, elsewhere = (client_of(installation.app, around.manager).get("/jobs") for around in (poisoned, others[0]))
    assert (theirs.text.count(GIVEN_UP), theirs.text.count(GOES_ON)) == (2, 1)
    assert (elsewhere.text.count(GIVEN_UP), elsewhere.text.count(GOES_ON)) == (1, 1), "their own job went well"
    assert "words of somebody" not in theirs.text
    assert days_without(FLAG_UPLIFTS.name) >= 3 > 1 > days_without("send_mail")
    # Once it is mended, nothing of the days between is lost.
    run_job(FLAG_UPLIFTS.name, installation.told)
    assert flagged() == sorted(around.hub.id for around in (poisoned, *others))
    note(23, of="jobs that always fail", on=installation.kind, tries=MOST_FAILURES, others_went_well=len(others))
