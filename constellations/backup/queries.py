"""What a database holds, what a backup says, and whether what was put back is whole: counts, never words."""

import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, table

from constellations import schema
from constellations.access import Viewer
from constellations.activity.models import AuditHead
from constellations.activity.queries import trails
from constellations.backup.rules import (
    MANIFEST,
    BackupBroken,
    ChainHead,
    Compared,
    Contents,
    FileFacts,
    Kind,
    Manifest,
    NotABackup,
    compare_contents,
    compare_files,
    read_manifest,
)
from constellations.core.database import Base, database
from constellations.core.dumps import is_whole, look_into, unhurried
from constellations.core.files.copying import hash_of
from constellations.core.search import is_of_index
from constellations.core.settings import Settings
from constellations.sealing.queries import sealings

HEADS = Base.metadata.tables[AuditHead.__tablename__]


def kind_here() -> Kind:
    """Of which kind the database at work is."""
    return Kind.SQLITE if database().is_sqlite else Kind.POSTGRESQL


def contents(connection: Connection) -> Contents:
    """What a database holds, of whichever version it is: asked by the names of its own tables."""
    names = [name for name in inspect(connection).get_table_names() if not is_of_index(name)]
    counts = {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in sorted(names)}
    heads = connection.execute(select(HEADS.c.chain, HEADS.c.seq, HEADS.c.hash)) if HEADS.name in counts else ()
    return Contents(
        revision=schema.revision_of(connection),
        tables=counts,
        chains={str(row[0]): ChainHead(seq=row[1], hash=row[2]) for row in heads},
    )


def contents_here() -> Contents:
    """What the database at work holds now; it may take its time."""
    with unhurried(database()) as connection:
        return contents(connection)


def keys_of(settings: Settings) -> tuple[str, ...]:
    """Every key that this Roost has: none of them may lie in a backup."""
    given = (settings.secret_key, *settings.secret_key_fallbacks, *settings.field_keys, settings.push_key)
    return tuple(key for key in (*given, settings.metrics_token) if key)


def manifest_of(backup: Path) -> Manifest:
    """What a backup says of itself; raises NotABackup."""
    if not (backup / MANIFEST).is_file():
        within = sorted(path.parent.name for path in backup.glob(f"*/{MANIFEST}"))
        raise NotABackup(f"there are some in it ({', '.join(within[-3:])})" if within else "it has no manifest")
    return read_manifest((backup / MANIFEST).read_text(encoding="utf-8"))


def must_be_as_it_was(backup: Path, manifest: Manifest) -> None:
    """Raise BackupBroken where a file of a backup is missing, or is not what it was."""
    broken = compare_files(manifest.files, dict(_facts_of(backup, manifest)))
    if broken:
        raise BackupBroken(broken)


def looked_at(backup: Path) -> list[Compared]:
    """A backup looked through where it lies: its files, whether its database can be read, and what that holds.

    What PostgreSQL wrote shows its rows only when it is put back. Raises NotABackup, ProgramMissing.
    """
    manifest = manifest_of(backup)
    broken = compare_files(manifest.files, dict(_facts_of(backup, manifest)))
    lines = [Compared("files", str(len(manifest.files)), str(len(manifest.files) - len(broken)))]
    lines += [Compared(f"file {name}", "as it was", "missing or changed") for name in broken[:10]]
    file, of_sqlite = backup / manifest.kind.file, manifest.kind is Kind.SQLITE
    is_good = file.is_file() and is_whole(file, of_sqlite)
    lines.append(Compared("database", "can be read", "can be read" if is_good else "cannot be read"))
    if is_good and of_sqlite:
        lines += compare_contents(manifest.contents, look_into(file, contents))
    return lines


def chains_are_whole(viewer: Viewer) -> Iterator[Compared]:
    """Each audit chain, walked from its first link to its last; the viewer must be the system."""
    for trail in trails(viewer):
        whole = f"{trail.links} links, whole"
        found = whole if trail.broken_at is None else f"broken at link {trail.broken_at}"
        yield Compared(_chain_words(trail.service_id), whole, found)


def seals_open(viewer: Viewer) -> Compared:
    """Whether all that is sealed opens with the keys of now; the viewer must be the system."""
    found = sealings(viewer).values()
    lost, all_of_them = sum(each.lost for each in found), sum(each.newest + each.older + each.lost for each in found)
    return Compared("sealed texts", f"{all_of_them} open", f"{all_of_them - lost} open")


def _chain_words(service_id: uuid.UUID | None) -> str:
    return "audit chain of the installation" if service_id is None else f"audit chain {service_id}"


def _facts_of(backup: Path, manifest: Manifest) -> Iterator[tuple[str, FileFacts]]:
    for name in manifest.files:
        path = backup / name
        if path.is_file() and not path.is_symlink():
            yield name, FileFacts(size=path.stat().st_size, sha256=hash_of(path))
