"""docs/extracts.md says every column of every file that can be taken."""

import datetime as dt
import re
from collections.abc import Collection, Iterator

import pytest
from flask import Flask

from app import PARTS
from constellations.budget.queries import COLUMNS as OF_A_BUDGET
from constellations.engagement.families.rules import COLUMNS as OF_SIGNS
from constellations.engagement.needs.views import COLUMNS as OF_NEEDS
from constellations.events.answers.queries import LIST_COLUMNS
from constellations.extracts.declaration import Extract, Table
from constellations.retention.queries import FIRST_COLUMNS
from constellations.retention.rules import Facts, count
from constellations.retention.years import Year, YearKind
from constellations.support.due_dates.queries import DUE_COLUMNS
from constellations.support.milestones.queries import MILESTONE_COLUMNS
from constellations.support.pairs.queries import HOURS_COLUMNS
from constellations.who_saw.queries import COLUMNS as OF_WHO_SAW
from sleepovers.asks.unmet.words import ASK_COLUMNS, FIGURE_COLUMNS
from sleepovers.claims.report import COLUMNS as OF_UPLIFTS
from sleepovers.fidelity.words import COLUMNS as OF_CHECKLISTS
from sleepovers.picture import words as picture
from sleepovers.region.rules import Figure
from sleepovers.returns.files import COLUMNS as OF_RETURNS
from sleepovers.returns.files import FAMILY_COLUMNS
from tests.source import ROOT

PAPER = (ROOT / "docs/extracts.md").read_text()
KIND = "KIND_"
"""In the name of a column: each of the kinds that the paper names beside it."""

OF_RETENTION = (*FIRST_COLUMNS, *count(Facts(), Year(YearKind.FINANCIAL, 2026), dt.date(2026, 11, 22)))
FILES: dict[str, Collection[str]] = {
    "/families/ID/signs.csv": OF_SIGNS,
    "/constellations/ID/returns/MONTH/return.csv": OF_RETURNS,
    "/returns/period.csv": OF_RETURNS,
    "\u2026/return.csv?of=families": FAMILY_COLUMNS,
    "/support/pairs/hours.csv": HOURS_COLUMNS,
    "/support/dates.csv": DUE_COLUMNS,
    "/support/milestones.csv": MILESTONE_COLUMNS,
    "/retention/figures.csv": OF_RETENTION,
    "/needs-you.csv": OF_NEEDS,
    "/events/ID/people.csv": LIST_COLUMNS,
    "/constellations/ID/budget.csv": OF_A_BUDGET,
    "/people/ID/who-saw?as=csv": OF_WHO_SAW,
    "/children/ID/who-saw?as=csv": OF_WHO_SAW,
    "/conversations/ID/who-saw?as=csv": OF_WHO_SAW,
    "/fidelity.csv": OF_CHECKLISTS,
    "/asks/unmet/figures.csv": FIGURE_COLUMNS,
    "/asks/unmet/asks.csv": ASK_COLUMNS,
    "/uplifts/MONTH.csv": OF_UPLIFTS,
}
"""Files with an address of their own, and the columns that they have."""

PICTURE = {
    "ties": picture.TIE_COLUMNS,
    "homes": picture.HOME_COLUMNS,
    "months": picture.MONTH_COLUMNS,
    "gatherings": picture.GATHERING_COLUMNS,
}
ELSEWHERE = {
    "/constellations/ID/picture/NAME.csv": "four files, in PICTURE",
    "/region.csv": "each figure, with two ends",
    "/payments/batches/ID.csv": "each service lays out its own",
}
"""Files of which the columns are said in another way."""


def parts() -> list[str]:
    """The paper, from each heading to the next."""
    return re.split(r"^##+ ", PAPER, flags=re.MULTILINE)


def section(file: str) -> str:
    """What the paper says of a file that its heading names."""
    (found,) = [part for part in parts() if part.splitlines()[0].endswith(file)]
    return found


def section_with(address: str) -> str:
    """The one part that names the address of a file."""
    (found,) = [part for part in parts() if re.search(rf"`{re.escape(address)}[`?]", part)]
    return found


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9_]+", text))


def columns_said(text: str) -> set[str]:
    """The columns that the table of a part names, of each kind where they are told by kinds."""
    return {column for row in re.findall(r"^\| (.+?) \| (.*) \|$", text, re.MULTILINE) for column in _columns_of(*row)}


def _columns_of(named: str, said: str) -> Iterator[str]:
    for column in re.findall(rf"(?:{KIND})?[a-z0-9_]+", named):
        if column.startswith(KIND):
            yield from (f"{kind}_{column.removeprefix(KIND)}" for kind in re.findall(r"`([a-z_]+)`", said))
        else:
            yield column


def addresses(app: Flask) -> set[str]:
    """Where a CSV file is to be had, as the paper writes addresses."""
    names = (("<uuid:[a-z_]+>", "ID"), ("<month>", "MONTH"), ("<sheet>", "NAME"))
    found = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.endswith(".csv")}
    for pattern, name in names:
        found = {re.sub(pattern, name, address) for address in found}
    return found


@pytest.mark.page_alone
def test_every_address_of_a_file_is_said(app: Flask) -> None:
    assert len(addresses(app)) > 15
    assert addresses(app) - set(FILES) - set(ELSEWHERE) == set()
    assert [address for address in ELSEWHERE if not section_with(address)] == []


@pytest.mark.parametrize("address", FILES)
def test_every_column_of_a_file_is_said_where_its_address_is(address: str) -> None:
    assert set(FILES[address]) - columns_said(section_with(address)) == set()


@pytest.mark.parametrize("name", PICTURE)
def test_every_column_of_the_picture_of_a_constellation_is_said(name: str) -> None:
    (row,) = re.findall(rf"^\| `{name}` \| (.*) \|$", section_with("/constellations/ID/picture/NAME.csv"), re.MULTILINE)
    assert set(PICTURE[name]) - words_of(row) == set()


@pytest.mark.parametrize("table", PARTS.tables, ids=lambda table: table.name)
def test_every_column_of_a_table_is_said(table: Table) -> None:
    assert {column.name for column in table.columns} - words_of(section(f"{table.name}.csv")) == set()


@pytest.mark.parametrize("extract", PARTS.extracts, ids=lambda extract: extract.name)
def test_every_column_of_an_extract_is_said(extract: Extract) -> None:
    assert set(extract.columns) - columns_said(section(f"{extract.name}.csv")) == set()


def test_every_figure_of_a_region_is_said() -> None:
    assert {figure.value for figure in Figure} - words_of(section("region.csv")) == set()


def test_names_are_plain_and_taken_once() -> None:
    names = [*(one.name for one in PARTS.extracts), *(one.name for one in PARTS.tables)]
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z_]+", name)] == []
    columns = [name for table in PARTS.tables for name in (column.name for column in table.columns)]
    columns += [name for extract in PARTS.extracts for name in extract.columns]
    columns += [name for of_file in (*FILES.values(), *PICTURE.values()) for name in of_file]
    assert [name for name in columns if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
