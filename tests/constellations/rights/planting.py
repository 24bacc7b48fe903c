"""A row in every table there is, about one person and one child, whose every text names everybody."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import (
    CHAR,
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Enum,
    Integer,
    LargeBinary,
    Table,
    Time,
    Uuid,
    insert,
    text,
)

from constellations.children.models import Child
from constellations.core.clock import Month
from constellations.core.columns import Id, Instant, MonthColumn, Words
from constellations.core.database import Base, database, session
from constellations.core.files.rules import FileKind
from constellations.core.files.shelf import Shelf
from constellations.core.ids import new_id
from constellations.core.search import SearchWords
from constellations.core.settings import current_settings
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.rights.rules import RequestState
from sleepovers.returns.rules import ReturnState
from tests import factories

NAME, EMAIL, MOBILE = "Zebedee Quillfeather", "zebedee@quillfeather.example", "+447700900123"
OTHER, OTHER_EMAIL, OTHER_MOBILE = "Marmaduke Oddington", "marmaduke@oddington.example", "07700 900456"
OWN_HOME, OTHER_HOME, INITIALS, OTHER_INITIALS = "Quillfeather", "Oddington Lodge", "ZQ", "QX"
SAID = f"{NAME}, {EMAIL}, 07700 900123. {OTHER}, {OTHER_EMAIL}, {OTHER_MOBILE}, {OTHER_HOME}. {OTHER_INITIALS} slept."
OF_ZEBEDEE = ("Zebedee", "Quillfeather", EMAIL, MOBILE, "07700 900123")
OF_OTHERS = ("Marmaduke", "Oddington", OTHER_EMAIL, OTHER_MOBILE, OTHER_INITIALS, OTHER_HOME)

LONG_AGO = dt.datetime(2024, 5, 1, 9, tzinfo=dt.UTC)
"""When everything was: so long ago that no concern holds a conversation any more."""

ENTRY = b"SUMMARY:JB is with Zebedee Quill\r\n feather\r\n"
"""A folded line: the name stands in no run of bytes."""

BY_HAND = {"region", "service", "constellation", "home", "home_terms", "person", "child", "child_status", "membership"}


@dataclass
class Planted:
    """Whom everything is about, who else there is, and the rows by table."""

    service: Service
    person: Person
    child: Child
    managers: tuple[Person, Person]
    rows: dict[str, dict[str, object]] = field(default_factory=dict)
    file_keys: dict[str, str] = field(default_factory=dict)


def plant() -> Planted:
    """Plant it in an empty database; it must be SQLite, which can be told not to check what the tables forbid."""
    region = factories.create_region()
    service = factories.create_service(region=region)
    constellation = factories.create_constellation(service)
    home, other_home = factories.create_home(service, OWN_HOME), factories.create_home(service, OTHER_HOME)
    factories.join(home, constellation)
    child = factories.create_child(service, initials=INITIALS)
    factories.create_child(service, other_home, initials=OTHER_INITIALS)
    person = factories.create_person(Role.SATELLITE_CARER, home=home, name=NAME)
    factories.changed(person, email=EMAIL, left_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    other = factories.create_person(Role.HUB_CARER, home=other_home, name=OTHER)
    factories.changed(other, email=OTHER_EMAIL)
    ruth, ola = (factories.create_person(Role.MANAGER, service, name=name) for name in ("Ruth Vane", "Ola Birch"))
    planted = Planted(service, person, child, (ruth, ola))
    ids = {"region": region.id, "service": service.id, "constellation": constellation.id, "home": home.id}
    for name, key in {**ids, "person": person.id, "child": child.id}.items():
        planted.rows[name] = {"id": key}
    session().rollback()
    _plant_rest(planted)
    return planted


def _plant_rest(planted: Planted) -> None:
    ids = {name: new_id() for name in Base.metadata.tables}
    with database().engine.begin() as connection:
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        for table in Base.metadata.sorted_tables:
            if table.name not in BY_HAND:
                _plant_row(planted, connection, table, ids)
        connection.execute(text("PRAGMA ignore_check_constraints = OFF"))


def _plant_row(planted: Planted, connection: Connection, table: Table, ids: dict[str, uuid.UUID]) -> None:
    row = {column.name: _value(planted, column, ids) for column in table.columns}
    row |= {name: value for name, value in _OF_ITS_OWN.get(table.name, {}).items() if name in row}
    if table.name in ("conversation", "feed_entry"):
        row["subject_id"] = ids["stay"]
    if "key" in row and "bytes" in row:
        row["key"] = hashlib.sha256(table.name.encode()).hexdigest()[:32]
        shelf = Shelf.below(current_settings().data_folder, _SHELVES.get(table.name, "rights"))
        shelf.put(str(row["key"]), table.name.encode(), None, LONG_AGO)
        planted.file_keys[table.name] = str(row["key"])
    planted.rows[table.name] = row
    connection.execute(insert(table), [row])


def _value(planted: Planted, column: Column[object], ids: dict[str, uuid.UUID]) -> object:
    for key in column.foreign_keys:
        if key.column.table is column.table:
            return None
        return planted.rows[key.column.table.name][key.column.name]
    if column.name in ("person_id", "subject_id"):
        return planted.person.id if column.name == "person_id" else planted.child.id
    if column.name == "id":
        return ids[column.table.name]
    kinds: dict[type[object], Callable[[], object]] = {
        Enum: lambda: next(iter(column.type.enum_class)),  # type: ignore[attr-defined]  # an enum's own
        CHAR: lambda: hashlib.sha256(f"{column.table.name}.{column.name}".encode()).hexdigest(),
        Words: frozenset,
        Id: new_id,
        Uuid: new_id,
        Instant: lambda: LONG_AGO,
        MonthColumn: lambda: Month(2026, 10),
        SearchWords: lambda: SAID.lower().replace(",", "").replace(".", ""),
        Boolean: lambda: False,
        Integer: lambda: 1,
        Date: lambda: dt.date(2026, 10, 30),
        Time: lambda: dt.time(17),
        LargeBinary: lambda: ENTRY if column.table.name == "feed_entry" else b"x",
        JSON: lambda: {"said": SAID if column.table.name != "claim" else "sealed"},
    }
    made = next((make for kind, make in kinds.items() if isinstance(column.type, kind)), None)
    if made is not None:
        return made()
    return "x" if column.primary_key or column.table.name == "audit_entry" else f"{column.name}: {SAID}"


_OF_ITS_OWN: dict[str, dict[str, object]] = {
    "data_request": {"state": RequestState.WITHDRAWN, "key": None, "needles": None},
    "outbox_mail": {"address": EMAIL},
    # What the tables check of words that an erasure changes holds before too.
    "monthly_return": {"state": ReturnState.SUBMITTED},
    "poll_answer": {"day": None},
    "budget_receipt": {"kind": FileKind.PDF},
    "claim": {"amount_pence": None},
    "alert_setting": {"mobile": MOBILE},
    "concern": {"message_id": None},
}

_SHELVES = {"message_attachment": "messages", "budget_receipt": "receipts"}
