"""The month's report: one row for each home that hosted, and the forms in which it is printed (register format)."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from constellations.core.tables import inert

Row = Mapping[str, object]


class Figures(TypedDict):
    """One home's month, with exactly the keys of the report and in their order."""

    service: str
    home: str
    constellations: list[str]
    month: str
    child_nights: int
    nights: int
    counted: int
    basis: str
    threshold: int
    beyond: int
    due: bool
    amount_pence: int | None
    amount_reason: str | None
    policy_valid_from: str | None
    status: str | None


COLUMNS = tuple(Figures.__annotations__)


def as_json(rows: Iterable[Figures]) -> str:
    """An array of objects, one line for each key."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2)


def as_csv(rows: Iterable[Row]) -> str:
    """The same columns as in JSON; several values joined by `;`, yes and no, blank for none (register format)."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(COLUMNS)
    sheet.writerows([_cell(row[column]) for column in COLUMNS] for row in rows)
    return written.getvalue()


def as_table(rows: Iterable[Row]) -> str:
    """The same columns side by side, for reading."""
    lines = [list(COLUMNS), *([_shown(row[column]) for column in COLUMNS] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _shown(value: object) -> str:
    """A value on one line, without what would move the cursor of a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in _written(value)) or "-"


def _cell(value: object) -> str:
    text = _written(value)
    return inert(text) if isinstance(value, str | list) else text


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ";".join(map(str, value))
        case _:
            return str(value)
