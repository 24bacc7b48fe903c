"""Making a backup while people work, and putting one back where nothing is yet."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import inspect, update

from constellations import schema
from constellations.access import Viewer
from constellations.accounts.models import MailedLink, SignedInDevice
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.backup import queries
from constellations.backup.rules import (
    BEGUN,
    FORMAT,
    MANIFEST,
    SMALL,
    UPLOADS,
    AnotherBackup,
    Compared,
    Contents,
    FileFacts,
    KeyWithin,
    Manifest,
    NotEmpty,
    WithinItself,
    compare_contents,
    holds_key,
    is_left_out,
    must_suit,
    name_of,
    stopped_half_way,
    superseded,
    was_put_back,
)
from constellations.core import clock
from constellations.core.database import Base, database, transaction
from constellations.core.dumps import dump, is_empty, load
from constellations.core.files.copying import copied, files_below, hash_of, keep_folder, write_down
from constellations.core.leases import alone
from constellations.core.settings import current_settings
from constellations.feeds.models import FeedAddress
from constellations.jobs.models import BACKUP_BEAT, Heartbeat
from constellations.permissions import Permission
from constellations.rights.copies.actions import make_copies_anew

Tell = Callable[[str], None]

OPENS = {SignedInDevice: "ended_at", MailedLink: "used_at", FeedAddress: "ended_at"}
"""What lets somebody in by a secret of their own, and the column that says since when it does not any more."""

TOLD_EVERY = 500
"""Files between two words about how far the copying has come."""


def make_backup(viewer: Viewer, folder: Path, keep: int | None, tell: Tell) -> tuple[Path, Manifest]:
    """Make one more backup in a folder, and remove those beyond the newest so many; gives where it is and what it says.

    The database first, then the files: a file too many is swept later, one too few would be lost. It has its name
    only when all of it is on the disk. Raises KeyWithin, WithinItself, AnotherBackup, ProgramMissing, DumpFailed.
    """
    viewer.must(Permission.SET_SERVICE)
    _must_be_elsewhere(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _undisturbed():
        for name in stopped_half_way([path.name for path in folder.iterdir()]):
            shutil.rmtree(folder / name)
        made_at = clock.now()
        place = folder / name_of(made_at)
        begun = place.with_name(place.name + BEGUN)
        begun.mkdir(mode=0o700)
        try:
            manifest = _fill(begun, made_at, tell)
            begun.rename(place)
        except BaseException:
            shutil.rmtree(begun, ignore_errors=True)
            raise
        keep_folder(folder)
        _note_backup(viewer, made_at)
    for name in superseded([path.name for path in folder.iterdir()], keep) if keep is not None else ():
        shutil.rmtree(folder / name)
    return place, manifest


def restore_backup(viewer: Viewer, backup: Path, tell: Tell) -> list[Compared]:
    """Put a backup back, bring its tables to this version, and compare; gives line by line what was found.

    Whoever was signed in when it was made is not any more, and no mailed link and no calendar address of then works:
    some have signed out since, lost a phone, or left. Where it was stopped half way, it goes on from there.
    Raises NotABackup, BackupBroken, OtherKind, OfNewerRoost, NotEmpty, ProgramMissing, DumpFailed.
    """
    viewer.must(Permission.SET_SERVICE)
    manifest = queries.manifest_of(backup)
    must_suit(manifest, queries.kind_here(), schema.knows(database(), manifest.contents.revision))
    tell("The files of the backup are looked through.")
    queries.must_be_as_it_was(backup, manifest)
    uploads = current_settings().data_folder / UPLOADS
    is_there = _is_there_already(manifest)
    _must_hold_nothing_else(uploads, manifest)
    with _undisturbed():
        lines = [_put_files_back(backup, uploads, manifest, tell)]
        if not is_there:
            load(database(), backup / manifest.kind.file, tell)
        # Before anything else: from here on, whoever starts Roost finds a database.
        _close_what_was_open()
        if not is_there or queries.contents_here().revision == manifest.contents.revision:
            lines += compare_contents(manifest.contents, queries.contents_here())
        tell("The tables are brought to this version.")
        schema.upgrade(database())
        lines.append(Compared("tables of this version", "yes", "yes" if schema.is_current(database()) else "no"))
        tell("The audit chains are walked, and what is sealed is opened.")
        lines += [*queries.chains_are_whole(viewer), queries.seals_open(viewer)]
        _note_restored(viewer)
    return lines


@contextmanager
def _undisturbed() -> Iterator[None]:
    if database().is_sqlite:
        Path(database().url.database or "").parent.mkdir(parents=True, exist_ok=True)
    with alone(database(), "backup") as is_ours:
        if not is_ours:
            raise AnotherBackup
        yield


def _must_be_elsewhere(folder: Path) -> None:
    """Neither among what is copied, nor where a key lies: who finds one would have the other."""
    settings, target = current_settings(), folder.resolve()
    uploads = settings.data_folder / UPLOADS
    if uploads == target or uploads in target.parents:
        raise WithinItself
    for path in target.iterdir() if target.is_dir() else ():
        if path.is_file():
            with path.open("rb") as file:
                _must_hold_no_key(path, file.read(SMALL + 1))


def _must_hold_no_key(path: Path, beginning: bytes) -> None:
    if holds_key(beginning, queries.keys_of(current_settings())):
        raise KeyWithin(str(path))


def _fill(begun: Path, made_at: dt.datetime, tell: Tell) -> Manifest:
    kind = queries.kind_here()
    file = begun / kind.file
    contents: Contents = dump(database(), file, queries.contents, tell)
    files = {kind.file: FileFacts(size=file.stat().st_size, sha256=hash_of(file))}
    uploads = current_settings().data_folder / UPLOADS
    for number, path in enumerate(files_below(uploads)):
        if number % TOLD_EVERY == 0:
            tell(f"Files: {number}")
        name = f"{UPLOADS}/{path.relative_to(uploads).as_posix()}"
        if is_left_out(name):
            continue
        facts = copied(path, begun / name, _must_hold_no_key)
        if facts is not None:
            files[name] = FileFacts(size=facts[0], sha256=facts[1])
    manifest = Manifest(
        format=FORMAT, made_at=made_at, version=version("roost"), kind=kind, contents=contents, files=files
    )
    write_down(begun / MANIFEST, manifest.model_dump_json(indent=1))
    for within in {begun, *(path.parent for path in files_below(begun))}:
        keep_folder(within)
    return manifest


def _note_backup(viewer: Viewer, made_at: dt.datetime) -> None:
    """For those who watch over Roost; and a link, for all that is stored has left it."""
    with transaction() as here:
        here.merge(Heartbeat(name=BACKUP_BEAT, at=made_at))
        audit(viewer, Change("back_up", Heartbeat.__tablename__, None))


def _is_there_already(manifest: Manifest) -> bool:
    """Whether the database was put back before, by a command that was stopped; raises NotEmpty for any other."""
    if is_empty(database()):
        return False
    if not was_put_back(manifest.contents, queries.contents_here()):
        raise NotEmpty("The database")
    return True


def _must_hold_nothing_else(uploads: Path, manifest: Manifest) -> None:
    """Raise NotEmpty; files of this very backup do not count, for they are there when it was stopped half way."""
    for path in files_below(uploads):
        facts = manifest.files.get(f"{UPLOADS}/{path.relative_to(uploads).as_posix()}")
        if facts is None or facts.sha256 != hash_of(path):
            raise NotEmpty(str(uploads))


def _put_files_back(backup: Path, uploads: Path, manifest: Manifest, tell: Tell) -> Compared:
    tell("The files are put back.")
    names = [name for name in manifest.files if name.startswith(f"{UPLOADS}/") and not is_left_out(name)]
    found = [copied(backup / name, uploads.parent / name) for name in names]
    same = sum(
        facts == (manifest.files[name].size, manifest.files[name].sha256)
        for name, facts in zip(names, found, strict=True)
    )
    return Compared("uploaded files", str(len(names)), str(same))


def _close_what_was_open() -> None:
    """End every way in of then, in tables of whichever version: by their names, for models know those of now alone."""
    there, now = set(inspect(database().engine).get_table_names()), clock.now()
    with database().engine.begin() as connection:
        for model, column in OPENS.items():
            table = Base.metadata.tables[model.__tablename__]
            if table.name in there:
                connection.execute(update(table).where(table.c[column].is_(None)).values({column: now}))


def _note_restored(viewer: Viewer) -> None:
    """As the very last: what it adds to the chain says that this was put back to its end."""
    with transaction():
        make_copies_anew(viewer)
        audit(viewer, Change("restore", Heartbeat.__tablename__, None))
