"""Words that a program would work out, stored wherever the database takes them, are inert in every file."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from constellations.core.tables import FORMULA
from constellations.permissions import Role
from tests.addresses import address_of
from tests.client import client_of
from tests.planted import plant
from tests.samples import World, make_world
from tests.test_looking import looked_at
from tests.test_odd_input import LEFT_OUT

MARK = "evil.example"
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+cmd|' /C calc'!A0 evil.example",
    "-2+3+cmd|' /C calc'!A0 evil.example",
    "@SUM(1+1) evil.example",
    "\t=1+1 evil.example",
    "\r=1+1 evil.example",
)
BREAKS_OUT = "x\r\nATTACH:http://evil.example\r\nEND:VEVENT;,\\\u2028\x85"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PLAIN_NAME = re.compile(r"(attachment|inline)(; filename=\"?[\w. ()-]+\"?)?")
CALENDAR = "text/calendar"
OF_A_CALENDAR = re.compile(r"[A-Z-]+(;[A-Z-]+=(\"[^\"]*\"|[^;:\"]*))*:")


# Whose pages lead to nearly every file there is.
ROLES = (Role.MANAGER, Role.FINANCE, Role.HUB_CARER)


@pytest.fixture
def world(app: Flask) -> World:
    """One of everything."""
    return make_world()


def files(app: Flask, world: World) -> Iterator[TestResponse]:
    """Every answer that is no page, as those get it who may."""
    for role in ROLES:
        client = client_of(app, world.people[role])
        for rule in looked_at(app):
            if rule.endpoint not in LEFT_OUT and not rule.rule.startswith("/health"):
                answer = client.get(address_of(rule, world))
                if answer.status_code == 200 and answer.mimetype != "text/html":
                    yield answer


def tables_of(answer: TestResponse) -> Iterator[str]:
    """The texts of the CSV files of an answer, also of those packed in it."""
    if answer.mimetype == "text/csv":
        yield answer.get_data(as_text=True)
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.get_data())) as packed:
            yield from (packed.read(name).decode() for name in packed.namelist() if name.endswith(".csv"))


def formulas_of(answer: TestResponse) -> Iterator[object]:
    """The cells of an answer that a spreadsheet would work out."""
    for table in tables_of(answer):
        for row in csv.reader(io.StringIO(table)):
            yield from (cell for cell in row if cell.startswith(FORMULA) and not NUMBER.fullmatch(cell))
    # What the small world keeps of a batch is no workbook; tests/sleepovers/payments makes real ones.
    if "spreadsheet" in (answer.mimetype or "") and answer.get_data().startswith(b"PK"):
        for sheet in load_workbook(io.BytesIO(answer.get_data())).worksheets:
            for cells in sheet.iter_rows():
                yield from (cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink)


@pytest.mark.page_alone
def test_no_file_holds_a_formula(app: Flask, world: World) -> None:
    assert len(plant(*HOSTILE)) > 30
    kinds, told = set(), 0
    for answer in files(app, world):
        kinds.add(answer.mimetype)
        told += any(MARK in table for table in tables_of(answer))
        assert list(formulas_of(answer)) == [], answer.headers["Content-Disposition"]
    assert {"text/csv", "application/pdf", "application/zip"} <= kinds
    assert told


@pytest.mark.proof
@pytest.mark.page_alone
def test_no_words_break_out_of_a_file_or_its_name(app: Flask, world: World) -> None:
    plant(BREAKS_OUT)
    kinds = set()
    for answer in files(app, world):
        kinds.add(answer.mimetype)
        assert PLAIN_NAME.fullmatch(answer.headers.get("Content-Disposition", "attachment"))
        if answer.mimetype == CALENDAR:
            lines = answer.get_data(as_text=True).replace("\r\n ", "").split("\r\n")
            assert [line for line in lines if line and not OF_A_CALENDAR.match(line)] == []
            assert [line for line in lines if line.startswith("ATTACH")] == []
        if answer.mimetype == "application/pdf":
            assert b"evil.example" not in answer.get_data()
        if answer.mimetype == "application/json":
            json.loads(answer.get_data())
    assert {CALENDAR, "application/pdf", "application/json"} <= kinds
