"""Files that are broken on purpose, and a mail that can never be sent: each stops nobody else, and is shown."""

import subprocess
import sys
from collections.abc import Mapping
from http import HTTPStatus

import pytest
from sqlalchemy import update

from constellations.access import Viewer, covering, visible
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.models import Service
from constellations.notices.models import OutboxMail
from constellations.notices.rules import MOST_ATTEMPTS
from constellations.permissions import Role
from tests.factories import create_person, create_service, stored
from tests.faults.figures import note
from tests.faults.installation import Installation, make_room
from tests.faults.posting import Browser
from tests.photos import HEIC, HTML, SVG, claims_to_be, jpeg
from tests.processes import ROOST, ROOT

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
