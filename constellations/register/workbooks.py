"""XLSX workbooks as rows of text, read one row at a time and never trusted with their own sizes."""

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook as OpenWorkbook

from constellations.core.errors import RuleBroken

MOST_ENTRIES = 500
LARGEST_WORKBOOK = 64 * 1024 * 1024
LARGEST_UNPACKED = 512 * 1024 * 1024
LARGEST_RATIO = 100
SMALL = 1024 * 1024
"""An entry no larger than this may be packed as tightly as it likes."""
MOST_COLUMNS = 64

NOT_A_WORKBOOK = "This file is no .xlsx workbook, or it is damaged. Save it again as .xlsx, or save its sheets as CSV."
TOO_LARGE = "This workbook is too large to be a register. Save its sheets as CSV files and load the folder."

Cell = ReadOnlyCell | EmptyCell | OpenCell | MergedCell


class Workbook:
    """An open workbook: the names of its sheets, and their rows."""

    def __init__(self, book: OpenWorkbook) -> None:
        self._book = book
        self.names: tuple[str, ...] = tuple(book.sheetnames)

    def rows(self, name: str) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows of a sheet with their numbers, empty cells at the end left off; raises RuleBroken."""
        sheet = self._book[name]
        # What a workbook says of its own extent may be wrong, or a trap.
        sheet.reset_dimensions()
        width = 0
        try:
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
                cells = [_text(cell) for cell in row]
                while cells and not cells[-1].strip():
                    cells.pop()
                width = width or len(cells)
                yield number, cells + [""] * (width - len(cells)) if cells else cells
        except (ParseError, KeyError, ValueError, zipfile.BadZipFile) as damage:
            raise RuleBroken(NOT_A_WORKBOOK) from damage


@contextmanager
def opened_workbook(path: Path) -> Iterator[Workbook]:
    """Open a workbook whose sizes are within bounds; raises RuleBroken for any other file."""
    with path.open("rb") as stream:
        _measure(stream)
        stream.seek(0)
        try:
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        except (InvalidFileException, KeyError, ValueError, OSError, ParseError, zipfile.BadZipFile) as damage:
            raise RuleBroken(NOT_A_WORKBOOK) from damage
        try:
            yield Workbook(book)
        finally:
            book.close()


def _measure(stream: IO[bytes]) -> None:
    """Look at the sizes before anything is unpacked (OWASP ASVS 5.0, 5.2.3); the reader never goes beyond them."""
    if stream.seek(0, 2) > LARGEST_WORKBOOK:
        raise RuleBroken(TOO_LARGE)
    try:
        with zipfile.ZipFile(stream) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError) as damage:
        raise RuleBroken(NOT_A_WORKBOOK) from damage
    tight = [e for e in entries if e.file_size > SMALL and e.file_size > LARGEST_RATIO * max(e.compress_size, 1)]
    if len(entries) > MOST_ENTRIES or tight or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
        raise RuleBroken(TOO_LARGE)


def _text(cell: Cell) -> str:
    """A cell as somebody would have typed it into a CSV file."""
    value: object = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return _moment(value, str(cell.number_format).lower())
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _moment(value: dt.datetime, shown_as: str) -> str:
    """A date, a month or a local time, as the cell shows it."""
    if "h" in shown_as or value.time() != dt.time(0):
        return value.isoformat(timespec="minutes")
    return value.date().isoformat() if "d" in shown_as or "m" not in shown_as else f"{value:%Y-%m}"
