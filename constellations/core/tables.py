"""Tables as CSV files, in which no text is worked out by a spreadsheet."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is worked out by spreadsheets; a quote before it keeps it text."""


def inert(text: str) -> str:
    """Text as a cell may hold it: with a quote before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A heading and rows: dates as 2026-11-27, yes and no, blank for none; numbers as they are, text always inert."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(columns)
    sheet.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue()


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same, line by line, so that no large table is held as a whole."""
    yield as_csv(columns, ())
    for row in rows:
        written = io.StringIO()
        csv.writer(written).writerow([_cell(value) for value in row])
        yield written.getvalue()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.date():
            return value.isoformat()
        case int():
            return str(value)
        case _:
            return inert(str(value))
