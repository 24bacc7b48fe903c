"""docs/extracts.md says every column of every file that can be taken."""

import re

import pytest

from app import PARTS
from constellations.extracts.declaration import Extract, Table
from sleepovers.claims.report import COLUMNS as OF_THE_REPORT
from sleepovers.region.rules import Figure
from tests.source import ROOT

PAPER = (ROOT / "docs/extracts.md").read_text()


def section(file: str) -> str:
    """What the paper says of a file: from its heading to the next."""
    parts = re.split(r"^##+ ", PAPER, flags=re.MULTILINE)
    (found,) = [part for part in parts if part.splitlines()[0].endswith(file)]
    return found


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9_]+", text))


@pytest.mark.parametrize("table", PARTS.tables, ids=lambda table: table.name)
def test_every_column_of_a_table_is_said(table: Table) -> None:
    assert {column.name for column in table.columns} - words_of(section(f"{table.name}.csv")) == set()


@pytest.mark.parametrize("extract", PARTS.extracts, ids=lambda extract: extract.name)
def test_every_column_of_an_extract_is_said(extract: Extract) -> None:
    said = section(f"{extract.name}.csv")
    named = set(OF_THE_REPORT) if "roost uplifts report" in said else words_of(said)
    assert set(extract.columns) - named == set()


def test_every_figure_of_a_region_is_said() -> None:
    assert {figure.value for figure in Figure} - words_of(section("region.csv")) == set()


def test_names_are_plain_and_taken_once() -> None:
    names = [*(one.name for one in PARTS.extracts), *(one.name for one in PARTS.tables)]
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z_]+", name)] == []
    columns = [name for table in PARTS.tables for name in (column.name for column in table.columns)]
    columns += [name for extract in PARTS.extracts for name in extract.columns]
    assert [name for name in columns if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
