"""A row in every table: a copy tells each of them and names nobody else; after an erasure nothing says the name."""

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.core.database import Base, database
from constellations.core.files.shelf import Shelf
from constellations.core.sealed import Sealed
from constellations.core.settings import current_settings
from constellations.queries import viewer_for
from constellations.rights import actions
from constellations.rights.copies.queries import kinds
from constellations.rights.copies.rules import JSON_NAME, PAGE_NAME
from constellations.rights.rules import Subject
from tests.conftest import roost_in
from tests.constellations.rights import planting
from tests.constellations.rights.families import fetched, run_job
from tests.constellations.rights.planting import Planted, plant

WITHHELD = {"concern", "concern_note", "subject_hold"}

FOR_THEM_ALONE = {"pulse_answer"}
"""What no manager's copy tells; concerns that they raised, and notes to some, are among the above."""


@pytest.fixture
def planted_app(tmp_path: Path) -> Iterator[Flask]:
    """Roost with a database of this test alone, on SQLite."""
    app = roost_in(tmp_path)
    with app.app_context():
        Base.metadata.create_all(database().engine)
        yield app
        database().engine.dispose()


@pytest.fixture
def planted(planted_app: Flask) -> Planted:
    """A row in every table."""
    assert planted_app.extensions
    return plant()


def copied(planted: Planted, subject: Subject) -> zipfile.ZipFile:
    """The copy about somebody, as a manager asks for it and hands it over."""
    ruth = viewer_for(planted.managers[0])
    request_id = actions.ask_for_copy(ruth, subject)
    run_job()
    actions.hand_over(ruth, request_id)
    run_job()
    return zipfile.ZipFile(io.BytesIO(fetched(ruth, request_id)))


def erased(planted: Planted, subject: Subject, also: str) -> None:
    """Erase somebody, as two managers agree."""
    ruth, ola = (viewer_for(manager) for manager in planted.managers)
    actions.confirm(ola, actions.ask_for_erasure(ruth, subject, also))
    assert run_job() == 1


def everything_stored(planted: Planted) -> Iterator[tuple[str, str]]:
    """Every value of every row, as it is stored and, of what is sealed, as it is read."""
    assert planted.rows
    with database().engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            sealed = [column for column in table.columns if isinstance(column.type, Sealed)]
            for row in connection.execute(select(*sealed)) if sealed else ():
                yield from ((table.name, str(value)) for value in row)
    with sqlite3.connect(database().url.database or "") as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in raw.execute(f'SELECT * FROM "{name}"'):  # noqa: S608  # the database's own names
                yield from ((name, _as_text(value)) for value in row)


def _as_text(value: object) -> str:
    return value.replace(b"\r\n ", b"").decode("latin-1") if isinstance(value, bytes) else str(value)


def test_a_copy_of_a_person_tells_a_row_of_every_table_and_names_nobody_else(planted: Planted) -> None:
    archive = copied(planted, Subject(person_id=planted.person.id))
    told = json.loads(archive.read(JSON_NAME))
    of_people = {one.table.name for one in kinds() if one.of_person or one.by_person or one.of_home}
    # The former key that is planted is the child's.
    assert of_people - {kind["table"] for kind in told["kinds"]} - {"old_key"} == WITHHELD | FOR_THEM_ALONE
    assert told["something_is_withheld"] is True
    page, data = archive.read(PAGE_NAME).decode(), archive.read(JSON_NAME).decode()
    for other in planting.OF_OTHERS:
        assert other not in page
        assert other not in data
    assert planting.NAME in page
    assert "Something was withheld" in page
    files = [name for name in archive.namelist() if name.startswith("files/")]
    assert [archive.read(name) for name in files] == [b"message_attachment"]
    assert files[0] in page


def test_a_copy_of_a_child_tells_a_row_of_every_table_about_it_and_names_nobody(planted: Planted) -> None:
    archive = copied(planted, Subject(child_id=planted.child.id))
    told = json.loads(archive.read(JSON_NAME))
    of_child = {one.table.name for one in kinds() if one.of_child}
    assert of_child - {kind["table"] for kind in told["kinds"]} == {*WITHHELD, "concern_child"}
    page, data = archive.read(PAGE_NAME).decode(), archive.read(JSON_NAME).decode()
    for other in (*planting.OF_OTHERS, "Zebedee", planting.EMAIL):
        assert other not in page
        assert other not in data
    assert planting.INITIALS in page


def test_no_secret_is_in_a_copy(planted: Planted) -> None:
    told = json.loads(copied(planted, Subject(person_id=planted.person.id)).read(JSON_NAME))
    secret = {(one.table.name, name) for one in kinds() for name in one.secret}
    shown = {(kind["table"], name) for kind in told["kinds"] for row in kind["rows"] for name in row}
    assert shown
    assert secret & shown == set()


def test_after_an_erasure_nothing_says_the_name(planted: Planted) -> None:
    before = [place for place, value in everything_stored(planted) if "Zebedee" in value]
    assert len(before) > 100
    erased(planted, Subject(person_id=planted.person.id), "Zebedee, Quillfeather")
    left = [
        f"{table}: {value[:60]}"
        for table, value in everything_stored(planted)
        if any(one.lower() in value.lower() for one in planting.OF_ZEBEDEE)
    ]
    assert left == []
    # What others are called is theirs.
    assert any(planting.OTHER in value for _, value in everything_stored(planted))


def test_an_erasure_takes_files_that_go_and_leaves_papers_about_money(planted: Planted) -> None:
    erased(planted, Subject(person_id=planted.person.id), "")
    folder = current_settings().data_folder
    keys = planted.file_keys
    assert Shelf.below(folder, "messages").read(keys["message_attachment"]) is None
    assert Shelf.below(folder, "receipts").read(keys["budget_receipt"]) == b"budget_receipt"


def test_after_an_erasure_of_a_child_neither_its_key_nor_its_card_is_left(planted: Planted) -> None:
    key, initials = planted.child.key, planted.child.initials
    with database().engine.begin() as connection:
        connection.execute(Base.metadata.tables["placement"].delete())
        connection.execute(Base.metadata.tables["ask"].update().values(note=f"For {key}, please."))
        connection.execute(Base.metadata.tables["import_warning"].update().values(words=f"“{key}”: look again."))
    said = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    assert {"ask", "import_warning", "child"} <= {
        table for table, text in everything_stored(planted) if said.search(text)
    }
    erased(planted, Subject(child_id=planted.child.id), "")
    stored = list(everything_stored(planted))
    assert [table for table, value in stored if said.search(value)] == []
    assert [value for table, value in stored if table == "child" and value == initials] == []
    assert {table for table, _ in stored} & {"stay_card", "stay_card_version", "handover_note", "packed_thing"} == set()
    assert {"stay", "stay_night", "ask_child"} <= {table for table, _ in stored}
