"""Writing a payment file as CSV and as XLSX: the same lines make the same bytes, and no cell is a formula."""

import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.writer.excel import ExcelWriter

from constellations.core.clock import Month
from constellations.core.tables import FORMULA, inert
from sleepovers.payments.exporting.layout import Layout, Payment, cells_of, printable

FIXED = (1980, 1, 1, 0, 0, 0)
"""When every part of a workbook was made, as its archive says: the earliest that one can say."""

MADE = dt.datetime.combine(dt.date(2000, 1, 1), dt.time())
"""When a workbook says that it was made: always the same, so that the same lines are the same bytes."""

Cells = Sequence[str | Decimal]


def file_name(service: str, month: Month, batch: int, ending: str) -> str:
    """What a file is called: plain letters, so that every system takes it."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in service)
    return f"{plain}-{month}-batch-{batch:04d}.{ending}"


def seal(content: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def as_csv(layout: Layout, payments: Iterable[Payment]) -> bytes:
    """UTF-8, RFC 4180, headings first."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(_inert(heading) for heading in _headings(layout))
    sheet.writerows([_inert(cell) for cell in cells_of(layout, payment)] for payment in payments)
    return written.getvalue().encode()


def as_xlsx(layout: Layout, payments: Iterable[Payment]) -> bytes:
    """A workbook of one sheet, with the amount as a number."""
    book = Workbook()
    book.properties.creator = "Roost"
    book.properties.created = book.properties.modified = MADE
    sheet = book.worksheets[0]
    sheet.title = "Payments"
    lines: list[Cells] = [_headings(layout), *(cells_of(layout, each) for each in payments)]
    for number, cells in enumerate(lines, start=1):
        for place, value in enumerate(cells, start=1):
            if value != "":
                _put(sheet.cell(number, place), value)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    return _at_a_fixed_time(written.getvalue())


def _headings(layout: Layout) -> list[str]:
    return [printable(column.heading) for column in layout.columns]


def _inert(cell: str | Decimal) -> str:
    """A text that a spreadsheet would work out stands behind a quote; a number is one."""
    return inert(cell) if isinstance(cell, str) else str(cell)


def _put(cell: Cell | MergedCell, value: str | Decimal) -> None:
    cell.value = value
    if isinstance(value, Decimal):
        cell.number_format = "0.00"
    else:
        # Said after the value: what begins with an equals sign is else taken for a formula.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)


def _at_a_fixed_time(archive: bytes) -> bytes:
    """The same archive, of which no part tells when it was made."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, FIXED), old.read(part), zipfile.ZIP_DEFLATED)
    return written.getvalue()
