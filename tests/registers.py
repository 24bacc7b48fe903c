"""A small register that is right in every cell, to be changed by one row at a time."""

import csv
import shutil
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import SQLColumnExpression, func, select

from constellations.access import Viewer
from constellations.core.database import Base, database
from constellations.models import Constellation, Home, Service
from constellations.register.actions import Outcome, load_register
from sleepovers.models import Stay, StayNight
from sleepovers.rules import NightState

Row = dict[str, str]
Asked = SQLColumnExpression[Any]
Found = list[tuple[Any, ...]]

RIGHT: dict[str, list[Row]] = {
    "services": [{"service": "North", "region": "The Region"}, {"service": "South", "region": ""}],
    "constellations": [
        {"constellation": "Robin", "service": "North", "kind": "mockingbird"},
        {"constellation": "Wren", "service": "South", "kind": "hive"},
    ],
    "homes": [
        {"home": home, "service": service, "beds": beds, "approved_children": "3", "status": status, "area": "Leeds"}
        for home, service, beds, status in (
            ("Hub", "North", "2", "active"),
            ("Ash", "North", "1", "active"),
            ("Birch", "North", "1", "active"),
            ("Away", "North", "2", "away"),
            ("Lone", "North", "2", "active"),
            ("South Hub", "South", "2", "active"),
        )
    ],
    "memberships": [
        {"home": home, "constellation": constellation, "joined_on": "2026-01-01", "role": role, "left_on": ""}
        for home, constellation, role in (
            ("Hub", "Robin", "hub"),
            ("Ash", "Robin", "satellite"),
            ("Birch", "Robin", "satellite"),
            ("Away", "Robin", "satellite"),
            ("South Hub", "Wren", "hub"),
        )
    ],
    "people": [
        {"email": email, "name": "A Name", "role": role, "home": home, "constellation": c, "service": s, "region": r}
        for email, role, home, c, s, r in (
            ("hub@example.org", "hub_carer", "Hub", "", "North", ""),
            ("ash@example.org", "satellite_carer", "Ash", "", "North", ""),
            ("liaison@example.org", "liaison", "", "Robin", "North", ""),
            ("manager@example.org", "manager", "", "", "North", ""),
            ("region@example.org", "regional", "", "", "", "The Region"),
        )
    ],
    "children": [
        {"child": child, "service": s, "initials": "AB", "born": "2015-03", "status_from": "", "status": "looked_after"}
        for child, s in (("C1", "North"), ("C2", "North"), ("C3", "North"), ("C9", "South"))
    ],
    "placements": [
        {"child": child, "from": "2026-01-01", "home": home, "to": ""}
        for child, home in (("C1", "Ash"), ("C2", "Birch"), ("C3", "Birch"), ("C9", "South Hub"))
    ],
    "policies": [
        {
            "service": "North",
            "valid_from": "2026-01-01",
            "threshold": "16",
            "basis": "child_nights",
            "shape": "per_night_beyond",
            "eligible_roles": "hub",
            "counted_kinds": "planned;emergency;respite",
            "counted_statuses": "looked_after;kinship;short_break",
        }
    ],
    "rates": [{"service": "North", "valid_from": "2026-01-01", "per_night_pence": "4000", "flat_pence": ""}],
    "stays": [
        {"stay": stay, "child": c, "host": "Hub", "arrive": came, "depart": went, "kind": "planned", "state": state}
        for stay, c, came, went, state in (
            ("S1", "C1", "2026-10-02", "2026-10-04", "happened"),
            ("S2", "C2", "2026-10-03T17:00", "2026-10-05T10:00", "happened"),
            ("S3", "C1", "2026-12-04", "2026-12-06", "agreed"),
            ("S4", "C2", "2026-12-11", "2026-12-13", "asked"),
            ("S5", "C2", "2026-12-18", "2026-12-20", "declined"),
            ("S6", "C1", "2026-12-18", "2026-12-20", "cancelled"),
        )
    ],
}


class Register:
    """A folder with the right register, or with what a test has made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "register"
        self.files = {file: [dict(row) for row in rows] for file, rows in RIGHT.items()}

    def set(self, file: str, number: int, **cells: str) -> "Register":
        """Change cells of one row, counted from 0."""
        self.files[file][number] |= cells
        return self

    def add(self, file: str, **cells: str) -> "Register":
        """Add a row: the first one, but for these cells."""
        self.files[file].append(self.files[file][0] | cells)
        return self

    def only(self, *files: str) -> "Register":
        """Leave the other files out."""
        self.files = {file: self.files[file] for file in files}
        return self

    def of_north(self) -> "Register":
        """Leave only the rows of the service North."""
        gone = {"South", "South Hub", "C9", "Wren", "region@example.org"}
        for file, kept in self.files.items():
            self.files[file] = [row for row in kept if not gone & set(row.values())]
        return self

    def write(self) -> Path:
        """Write the folder anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for file, rows in self.files.items():
            with (self.folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        return self.folder

    def load(self, only_service: str | None = None, dry_run: bool = False, viewer: Viewer | None = None) -> Outcome:
        """Write the folder and load it."""
        return load_register(viewer or Viewer.system(), self.write(), only_service, dry_run)


def told(outcome: Outcome) -> list[tuple[str, int, str, str]]:
    """Where an outcome finds problems: file, row, column, value."""
    return [(one.file.removesuffix(".csv"), one.row, one.column, one.value) for one in outcome.problems]


def expected(outcome: Outcome) -> str:
    """All that was expected, in one text."""
    return "\n".join(one.expected for one in outcome.problems)


def warned(outcome: Outcome) -> str:
    """All warnings in one text."""
    return "\n".join(str(one) for one in outcome.warnings)


def everything() -> dict[str, int]:
    """How many rows each table has, and the sum of its versions."""
    found: dict[str, int] = {}
    with database().engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            found[table.name] = connection.scalar(select(func.count()).select_from(table)) or 0
            if "version" in table.c:
                found[f"{table.name} versions"] = connection.scalar(select(func.sum(table.c.version))) or 0
    return found


def rows(*columns: Asked) -> Found:
    """Rows of the database, whoever they belong to."""
    with database().engine.connect() as connection:
        statement = select(*columns)
        return [tuple(row) for row in connection.execute(statement)]


def nights() -> dict[tuple[str, str], tuple[str, NightState, int | None]]:
    """Of each child and night: the stay, its state, its bed."""
    from_child = select(Stay.key, StayNight.night, StayNight.state, StayNight.bed).join(
        Stay, Stay.id == StayNight.stay_id
    )
    with database().engine.connect() as connection:
        return {(key, str(night)): (key, state, bed) for key, night, state, bed in connection.execute(from_child)}


def key_of(model: type[Home] | type[Service] | type[Constellation], key: str) -> uuid.UUID:
    """The id of what has this key."""
    found: dict[str, uuid.UUID] = dict(rows(model.key, model.id))
    return found[key]
