"""What a backup says of itself, when it may be put back, and how what was put back compares with it; plain values."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from pydantic import BaseModel, ConfigDict, ValidationError

from constellations.core.errors import RuleBroken
from constellations.register.rules import is_upload

FORMAT = 1
MANIFEST = "manifest.json"
UPLOADS = "uploads"

LEFT_OUT = PurePosixPath(UPLOADS, "rights")
"""Copies of what is held about somebody: in them stands in plain words what the database keeps sealed."""

SMALL = 4096
"""Bytes beyond which no file is taken for one that holds a key."""

NAME = re.compile(r"^roost-\d{8}T\d{6}Z$")
BEGUN = ".partial"
"""What stands behind the name of a backup until all of it is on the disk."""


class Kind(StrEnum):
    """Of which database a backup is; it can be put back into the same kind alone."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"

    @property
    def file(self) -> str:
        """The name of the database's file within a backup."""
        return "database.sqlite" if self is Kind.SQLITE else "database.dump"


class NotABackup(RuleBroken):
    """The folder is not one whole backup."""

    def __init__(self, why: str) -> None:
        super().__init__(f"That is no backup of Roost: {why}. Name a folder such as roost-20261127T031500Z.")


class BackupBroken(RuleBroken):
    """Files of a backup are missing, or are not what they were."""

    def __init__(self, names: Collection[str]) -> None:
        some = ", ".join(sorted(names)[:3])
        super().__init__(
            f"{len(names)} of the backup's files are missing or were changed: {some}. Nothing was put back. "
            "Take another backup, or another copy of this one."
        )


class OtherKind(RuleBroken):
    """A backup of SQLite does not go into PostgreSQL, nor the other way."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"This is a backup of {kind}: DATABASE_URL must name an empty database of that kind.")


class OfNewerRoost(RuleBroken):
    """The backup was made by a newer Roost than this one."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"A newer Roost ({version}) made this backup, with tables that this one does not know. "
            "Install that version or a later one, then try again."
        )


LOOK_AT = """Everybody has to sign in again; calendar addresses and mailed links of then have ended.
What else was closed since the backup was made is open again. Look at it before anybody signs in:
- who has left since, or had their access ended: end it again (People);
- whose role, home or constellations changed since: change them again;
- who changed their password since, for somebody had come by it: reset it;
- who was erased since: erase them again; holds, deputies and rates of since: enter them again."""


class NotEmpty(RuleBroken):
    """Something is there already where the backup would go."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} is not empty. A backup goes only where nothing is: name an empty database in DATABASE_URL and "
            "another folder in ROOST_DATA; do not run “roost init” before."
        )


class KeyWithin(RuleBroken):
    """A key lies among what would be copied, or where it would be copied to."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"A key of Roost lies in {where}. A backup must not hold the keys: move it elsewhere, then try again."
        )


class WithinItself(RuleBroken):
    """A backup would be copied into the next one."""

    def __init__(self) -> None:
        super().__init__("Backups must not lie among the uploads of ROOST_DATA. Name another folder.")


class AnotherBackup(RuleBroken):
    """Two at once would each hold half of what changes meanwhile."""

    def __init__(self) -> None:
        super().__init__("Another process is making a backup, or putting one back. Wait until it is done.")


class FileFacts(BaseModel):
    """Size in bytes and SHA-256 of one file."""

    model_config = ConfigDict(frozen=True)
    size: int
    sha256: str


class ChainHead(BaseModel):
    """How far an audit chain had come."""

    model_config = ConfigDict(frozen=True)
    seq: int
    hash: str


class Contents(BaseModel):
    """What a database held at one moment: its last step, the rows of each table, the heads of its audit chains."""

    model_config = ConfigDict(frozen=True)
    revision: str
    tables: dict[str, int]
    chains: dict[str, ChainHead]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(self.tables.values())


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True)
    format: int
    made_at: dt.datetime
    version: str
    kind: Kind
    contents: Contents
    files: dict[str, FileFacts]


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of what was found when a backup was looked at, or put back."""

    what: str
    expected: str
    found: str

    @property
    def is_good(self) -> bool:
        """Whether it is as it should be."""
        return self.expected == self.found


def name_of(made_at: dt.datetime) -> str:
    """The name of a backup's folder, which sorts by time."""
    return f"roost-{made_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def is_left_out(name: str) -> bool:
    """Whether a file, named from the data folder on, goes into no backup and comes back from none.

    Beside those copies it is what somebody handed over to be loaded: it goes after an hour, and from no backup would.
    """
    path = PurePosixPath(name)
    return path.is_relative_to(LEFT_OUT) or (path.parts[:1] == (UPLOADS,) and is_upload("".join(path.parts[1:2])))


def was_put_back(expected: Contents, found: Contents) -> bool:
    """Whether a database is that of a backup, put back by a command that was stopped before its end.

    Then each audit chain stands where it stood: the last thing that putting back does is to add a link to one.
    """
    return bool(expected.chains) and expected.chains == found.chains


def superseded(names: Iterable[str], keep: int) -> list[str]:
    """The backups beyond the newest so many, the oldest first; folders of other names are nobody's to remove."""
    ours = sorted(name for name in names if NAME.match(name))
    return ours[: max(len(ours) - keep, 0)]


def stopped_half_way(names: Iterable[str]) -> list[str]:
    """The backups that were never finished; whatever else is called so is somebody else's."""
    return sorted(name for name in names if name.endswith(BEGUN) and NAME.match(name.removesuffix(BEGUN)))


def read_manifest(text: str) -> Manifest:
    """What a backup says of itself; raises NotABackup where it cannot be read, or leads out of its folder."""
    try:
        read = Manifest.model_validate_json(text)
    except ValidationError as unreadable:
        raise NotABackup("its manifest cannot be read") from unreadable
    if read.format > FORMAT:
        raise OfNewerRoost(read.version)
    if read.kind.file not in read.files or not all(map(_is_within, read.files)):
        raise NotABackup("its manifest names other files than a backup has")
    return read


def must_suit(manifest: Manifest, kind: Kind, knows_step: bool) -> None:
    """Raise OtherKind or OfNewerRoost where a backup cannot be put back here."""
    if manifest.kind is not kind:
        raise OtherKind(manifest.kind)
    if not knows_step:
        raise OfNewerRoost(manifest.version)


def holds_key(beginning: bytes, keys: Iterable[str]) -> bool:
    """Whether a file that begins so is one in which a key lies."""
    return len(beginning) <= SMALL and any(key.encode() in beginning for key in keys)


def compare_files(expected: Mapping[str, FileFacts], found: Mapping[str, FileFacts]) -> list[str]:
    """The names of files that are missing or not what they were."""
    return sorted(name for name, facts in expected.items() if found.get(name) != facts)


def compare_contents(expected: Contents, found: Contents) -> list[Compared]:
    """Rows and chains beside each other: those tables that differ, then the whole."""
    differ = [
        Compared(f"rows of {name}", str(rows), str(found.tables.get(name, "no table")))
        for name, rows in sorted(expected.tables.items())
        if found.tables.get(name) != rows
    ]
    heads = [
        Compared(f"audit chain {chain}", _head_words(head), _head_words(found.chains.get(chain)))
        for chain, head in sorted(expected.chains.items())
        if found.chains.get(chain) != head
    ]
    return [
        *differ,
        *heads,
        Compared("tables", str(len(expected.tables)), str(len(found.tables))),
        Compared("rows", str(expected.rows), str(found.rows)),
        Compared("audit chains", str(len(expected.chains)), str(len(found.chains))),
    ]


def table_of(lines: Iterable[Compared]) -> str:
    """The lines as a table of words for who typed the command."""
    rows = [("", "", "in the backup", "here"), *(_cells(line) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _cells(line: Compared) -> tuple[str, str, str, str]:
    return ("ok" if line.is_good else "NOT", line.what, line.expected, line.found)


def _head_words(head: ChainHead | None) -> str:
    return "none" if head is None else f"{head.seq} {head.hash[:12]}"


def _is_within(name: str) -> bool:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        return False
    return name in {kind.file for kind in Kind} or path.parts[:1] == (UPLOADS,)
