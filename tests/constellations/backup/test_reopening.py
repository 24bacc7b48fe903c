"""Putting a backup back opens nothing that was closed, goes on where it was stopped, and brings no copy along."""

import datetime as dt
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from constellations.access import covering
from constellations.accounts.models import MailedLink, SignedInDevice
from constellations.backup import actions
from constellations.backup.actions import make_backup, restore_backup
from constellations.backup.rules import NotEmpty
from constellations.core.clock import now
from constellations.core.database import session
from constellations.core.files.shelf import new_key
from constellations.feeds.models import FeedAddress
from constellations.models import Person
from constellations.permissions import Role
from constellations.rights.copies.actions import shelf
from constellations.rights.models import DataRequest
from constellations.rights.rules import RequestKind, RequestState
from tests.constellations.backup.place import SYSTEM, Place, fill, make_tables, place, urls
from tests.constellations.backup.test_actions import quietly
from tests.factories import create_feed_address, create_person, create_service, stored


@pytest.fixture
def here(kind: str, tmp_path: Path) -> Iterator[Place]:
    """An installation with a little of everything, an invitation that is not used, and a calendar address."""
    with place(tmp_path / "here", urls(kind, tmp_path / "here")) as found:
        make_tables()
        fill()
        person = create_person(Role.MANAGER, create_service())
        create_feed_address(person)
        until = now() + dt.timedelta(days=7)
        stored(
            MailedLink(token_hash="f" * 64, person_id=person.id, email="x@y.org", is_invitation=True, good_until=until)
        )
        yield found


def open_still() -> list[object]:
    """What lets somebody in."""
    session().rollback()
    ways = (
        select(SignedInDevice.id).where(SignedInDevice.ended_at.is_(None)),
        select(MailedLink.id).where(MailedLink.used_at.is_(None)),
        select(FeedAddress.id).where(FeedAddress.ended_at.is_(None)),
    )
    return [key for asked in ways for key in session().scalars(covering(SYSTEM, asked))]


def test_no_device_link_or_calendar_address_of_then_lets_anybody_in(here: Place, kind: str, tmp_path: Path) -> None:
    assert len(open_still()) == 3
    backup, _ = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    with place(tmp_path / "there", urls(kind, tmp_path / "there")):
        restore_backup(SYSTEM, backup, quietly)
        assert open_still() == []


def test_stopped_after_the_database_was_loaded_nobody_is_signed_in_and_it_goes_on(
    here: Place, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, _ = make_backup(SYSTEM, tmp_path / "backups", None, quietly)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with place(tmp_path / "there", urls(kind, tmp_path / "there")):
        with monkeypatch.context() as stopped:
            stopped.setattr(actions, "compare_contents", stop)
            with pytest.raises(KeyboardInterrupt):
                restore_backup(SYSTEM, backup, quietly)
        assert open_still() == []
        lines = restore_backup(SYSTEM, backup, quietly)
        assert [line for line in lines if not line.is_good] == []
        assert "rows" in {line.what for line in lines}
        with pytest.raises(NotEmpty, match="The database"):
            restore_backup(SYSTEM, backup, quietly)


def test_a_copy_of_what_is_held_about_somebody_is_in_no_backup_and_is_made_anew(
    here: Place, kind: str, tmp_path: Path
) -> None:
    person = session().scalars(covering(SYSTEM, select(Person))).first()
    assert person is not None
    key = new_key()
    shelf().lay(key, io.BytesIO(b"all about somebody"), now())
    request = DataRequest(
        service_id=person.service_id,
        kind=RequestKind.COPY,
        state=RequestState.READY,
        person_id=person.id,
        asked_by=person.id,
        due_on=now().date(),
        key=key,
        until=now() + dt.timedelta(hours=24),
    )
    stored(request)
    request_id = request.id
    backup, manifest = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    assert [name for name in manifest.files if "rights" in name] == []
    assert not (backup / "uploads" / "rights").exists()
    with place(tmp_path / "there", urls(kind, tmp_path / "there")) as there:
        shutil.rmtree(there.uploads, ignore_errors=True)
        assert all(line.is_good for line in restore_backup(SYSTEM, backup, quietly))
        found = session().scalars(covering(SYSTEM, select(DataRequest).where(DataRequest.id == request_id))).one()
        assert (found.state, found.key, found.until) == (RequestState.ASKED, None, None)
        assert not (there.uploads / "rights").exists()
