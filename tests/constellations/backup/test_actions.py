"""A backup taken while somebody writes holds one moment, whole; put back where nothing is, all is there again."""

import io
import json
import shutil
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select, update
from werkzeug.datastructures import FileStorage

from constellations import schema
from constellations.access import covering
from constellations.accounts.models import SignedInDevice
from constellations.activity.models import AuditEntry, AuditHead
from constellations.backup import queries
from constellations.backup.actions import make_backup, restore_backup
from constellations.backup.queries import looked_at, manifest_of
from constellations.backup.rules import (
    AnotherBackup,
    BackupBroken,
    KeyWithin,
    NotABackup,
    NotEmpty,
    OfNewerRoost,
    OtherKind,
    WithinItself,
)
from constellations.core.database import database, session
from constellations.core.leases import alone
from constellations.core.postgres_programs import ProgramMissing
from constellations.core.seals import new_field_key
from constellations.jobs.models import BACKUP_BEAT
from constellations.jobs.queries import when_last
from constellations.register.uploads import keep_file, keep_upload
from tests.constellations.backup.place import (
    KEY,
    SECRET,
    SYSTEM,
    Place,
    fill,
    make_tables,
    place,
    say_more,
    urls,
    words_of,
)
from tests.tampering import tamper


def quietly(_: str) -> None:
    """Say nothing of how far it has come."""


@pytest.fixture
def here(kind: str, tmp_path: Path) -> Iterator[Place]:
    """An installation with a little of everything."""
    with place(tmp_path / "here", urls(kind, tmp_path / "here")) as found:
        make_tables()
        yield found


def test_everything_is_there_again_on_an_empty_machine(here: Place, kind: str, tmp_path: Path) -> None:
    message = fill()
    backup, manifest = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    assert manifest.contents.tables["message"] == 1
    assert len(manifest.files) == 3, "the database, a photo and its preview"
    assert all(line.is_good for line in looked_at(backup))
    assert when_last(SYSTEM, BACKUP_BEAT) == manifest.made_at
    with place(tmp_path / "there", urls(kind, tmp_path / "there")) as there:
        lines = restore_backup(SYSTEM, backup, quietly)
        assert [line for line in lines if not line.is_good] == []
        assert {"uploaded files", "rows", "audit chains", "sealed texts"} <= {line.what for line in lines}
        assert words_of(message) == "Lanterns by the river at six."
        files = {path.relative_to(here.uploads) for path in here.uploads.rglob("*") if path.is_file()}
        assert {path.relative_to(there.uploads) for path in there.uploads.rglob("*") if path.is_file()} == files
        still = select(func.count()).where(SignedInDevice.ended_at.is_(None))
        assert session().scalar(covering(SYSTEM, still, SignedInDevice)) == 0, "who was signed in is not any more"


def test_a_backup_never_holds_a_key_and_is_nobody_elses_to_read(here: Place, tmp_path: Path) -> None:
    fill()
    backup, _ = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    files = [path for path in backup.rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        assert path.stat().st_mode & 0o077 == 0
        assert not any(key.encode() in path.read_bytes() for key in (KEY, SECRET))


def test_no_backup_holds_what_was_checked_and_not_loaded(here: Place, tmp_path: Path) -> None:
    fill()
    keep_upload(uuid.UUID(int=1), [FileStorage(io.BytesIO(b"child\nJB\n"), "children.csv")], ["children"])
    keep_file(uuid.UUID(int=2), b"BEGIN:VCALENDAR")
    assert len(list(here.uploads.rglob("*.csv"))) == 1
    backup, manifest = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    assert sorted(path.name for path in (backup / "uploads").iterdir()) == ["messages"]
    assert len(manifest.files) == 3, "the database, a photo and its preview"


@pytest.mark.parametrize("where", ["uploads/messages/ab", "backups"])
def test_where_a_key_lies_no_backup_is_made(here: Place, tmp_path: Path, where: str) -> None:
    folder = (here.folder if where.startswith("uploads") else tmp_path) / where
    folder.mkdir(parents=True)
    (folder / "field-key").write_text(f"{KEY}\n")
    with pytest.raises(KeyWithin, match="field-key"):
        make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    assert not list((tmp_path / "backups").glob("roost-*"))


def test_a_backup_is_not_copied_into_the_next_one(here: Place) -> None:
    with pytest.raises(WithinItself):
        make_backup(SYSTEM, here.uploads / "backups", None, quietly)


def test_the_newest_are_kept_and_what_was_stopped_half_way_goes(
    here: Place, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    folder = tmp_path / "backups"
    (folder / "roost-20261101T000000Z.partial").mkdir(parents=True)
    others = [folder / "photos", folder / "photos.partial"]
    for other in others:
        other.mkdir()
    made = []
    for _ in range(3):
        clock.shift(60)
        made.append(make_backup(SYSTEM, folder, 2, quietly)[0])
    assert sorted(folder.iterdir()) == sorted([*others, *made[1:]])


def test_a_backup_that_fails_leaves_nothing_that_looks_like_one(
    here: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("constellations.backup.actions.copied", full)
    with pytest.raises(OSError, match="No space left"):
        make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    assert list((tmp_path / "backups").iterdir()) == []
    assert when_last(SYSTEM, BACKUP_BEAT) is None


def test_what_is_written_meanwhile_is_in_the_next_one_and_nobody_waits(here: Place, kind: str, tmp_path: Path) -> None:
    message = fill()
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        with here.app.app_context():
            while not stop.is_set():
                say_more(message, f"Word {len(written)}")
                written.append(len(written))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup, manifest = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    finally:
        stop.set()
        writer.join(20)
    assert written, "somebody wrote"
    with place(tmp_path / "there", urls(kind, tmp_path / "there")):
        assert [line for line in restore_backup(SYSTEM, backup, quietly) if not line.is_good] == []
        assert str(words_of(message)).startswith(("Word", "Lanterns"))
        assert manifest.contents == manifest_of(backup).contents


def test_a_backup_goes_only_where_nothing_is(here: Place, kind: str, tmp_path: Path) -> None:
    fill()
    backup, _ = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    with pytest.raises(NotEmpty, match="The database"):
        restore_backup(SYSTEM, backup, quietly)
    with place(tmp_path / "there", urls(kind, tmp_path / "there")) as there:
        (there.uploads / "messages").mkdir(parents=True)
        (there.uploads / "messages" / "other").write_text("of another installation")
        with pytest.raises(NotEmpty, match="uploads"):
            restore_backup(SYSTEM, backup, quietly)
        assert not (there.folder / "roost.db").is_file()


def test_what_was_put_back_half_way_is_put_back_again(here: Place, kind: str, tmp_path: Path) -> None:
    message = fill()
    backup, _ = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    with place(tmp_path / "there", urls(kind, tmp_path / "there")) as there:
        shutil.copytree(backup / "uploads", there.uploads)
        assert all(line.is_good for line in restore_backup(SYSTEM, backup, quietly))
        assert words_of(message) is not None


@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_a_file_that_is_not_what_it_was_is_refused_by_name_before_anything_is_put_back(
    here: Place, kind: str, tmp_path: Path, fault: str
) -> None:
    fill()
    backup, manifest = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    photo = next(name for name in manifest.files if name.startswith("uploads"))
    if fault == "changed":
        (backup / photo).write_bytes(b"another picture")
    else:
        (backup / photo).unlink()
    assert {line.what for line in looked_at(backup) if not line.is_good} == {"files", f"file {photo}"}
    with place(tmp_path / "there", urls(kind, tmp_path / "there")) as there:
        with pytest.raises(BackupBroken, match=photo):
            restore_backup(SYSTEM, backup, quietly)
        assert not there.uploads.exists()


def test_a_database_that_cannot_be_read_is_found_without_putting_it_back(here: Place, tmp_path: Path) -> None:
    backup, manifest = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    file = backup / manifest.kind.file
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])
    assert {line.what for line in looked_at(backup) if not line.is_good} >= {"files", "database"}


def test_a_backup_of_an_older_roost_is_brought_to_this_version_and_of_a_newer_one_refused(
    kind: str, tmp_path: Path
) -> None:
    with place(tmp_path / "here", urls(kind, tmp_path / "here")):
        schema.upgrade(database())
        schema.downgrade(database(), "-1")
        older = queries.contents_here().revision
        assert older != schema.newest(database())
        backup, _ = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    with place(tmp_path / "there", urls(kind, tmp_path / "there")):
        assert all(line.is_good for line in restore_backup(SYSTEM, backup, quietly))
        assert schema.is_current(database())
    _rewrite(backup, revision="9999_of_tomorrow")
    with place(tmp_path / "later", urls(kind, tmp_path / "later")), pytest.raises(OfNewerRoost):
        restore_backup(SYSTEM, backup, quietly)


def test_a_backup_of_the_other_kind_and_a_folder_of_several_are_refused(here: Place, kind: str, tmp_path: Path) -> None:
    backup, _ = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    with pytest.raises(NotABackup, match=backup.name):
        restore_backup(SYSTEM, backup.parent, quietly)
    other = "postgresql" if kind == "sqlite" else "sqlite"
    with place(tmp_path / "there", urls(other, tmp_path / "there")), pytest.raises(OtherKind):
        restore_backup(SYSTEM, backup, quietly)


def test_without_the_keys_of_then_and_with_a_chain_that_was_altered_it_says_so(
    here: Place, kind: str, tmp_path: Path
) -> None:
    fill()
    tamper(update(AuditEntry).where(AuditEntry.seq == 2).values(fields="something else"))
    backup, _ = make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    with place(tmp_path / "there", urls(kind, tmp_path / "there"), ROOST_FIELD_KEYS=new_field_key()):
        wrong = {line.what: line.found for line in restore_backup(SYSTEM, backup, quietly) if not line.is_good}
    assert wrong.pop("sealed texts") == "0 open"
    assert list(wrong.values()) == ["broken at link 2"]


def test_two_at_once_are_refused(here: Place, tmp_path: Path) -> None:
    with alone(database(), "backup"), pytest.raises(AnotherBackup):
        make_backup(SYSTEM, tmp_path / "backups", None, quietly)


def test_the_backup_of_a_server_says_which_program_is_missing_or_too_old(
    here: Place, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "sqlite":
        assert make_backup(SYSTEM, tmp_path / "backups", None, quietly)[0].is_dir()
        return
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(ProgramMissing, match=r"“pg_dump” is not found .* postgresql-client-\d+"):
        make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    (programs / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    (programs / "pg_dump").chmod(0o700)
    with pytest.raises(ProgramMissing, match="of version 9, and the server of version"):
        make_backup(SYSTEM, tmp_path / "backups", None, quietly)


def test_a_backup_is_a_link_of_the_chain_for_everything_has_left_roost(here: Place, tmp_path: Path) -> None:
    make_backup(SYSTEM, tmp_path / "backups", None, quietly)
    links = select(AuditEntry.action, AuditEntry.person_id)
    assert list(session().execute(covering(SYSTEM, links))) == [("back_up", None)]
    assert session().scalar(covering(SYSTEM, select(func.count(AuditHead.chain)))) == 1


def _rewrite(backup: Path, revision: str) -> None:
    path = backup / "manifest.json"
    said = json.loads(path.read_text())
    said["contents"]["revision"] = revision
    path.write_text(json.dumps(said))
