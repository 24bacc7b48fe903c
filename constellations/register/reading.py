"""Reading the files into waiting rows, each cell checked as it is read; memory does not grow with the rows."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Table, insert

from constellations.core.forms import one_line
from constellations.core.ids import new_id
from constellations.register.columns import Column, folded
from constellations.register.files import Record, Source, Unreadable
from constellations.register.problems import PROBLEMS, WARNINGS
from constellations.register.sheet import Import, Sheet
from constellations.register.statements import execute

BATCH = 2_000
"""So many rows are written at once: enough to be quick, few enough to take no room."""

LONGEST_SHOWN = 100
"""A value in a message is no longer than this."""

Row = dict[str, object]
Note = Callable[[int], None]


class _Batches:
    """Rows on their way into temporary tables."""

    def __init__(self) -> None:
        # Rows that could not be read whole lack some values: they are written apart.
        self._rows: dict[tuple[Table, tuple[str, ...]], list[Row]] = {}

    def add(self, table: Table, row: Row) -> None:
        """Put a row with others of its shape, which are written when they are many."""
        rows = self._rows.setdefault((table, tuple(row)), [])
        rows.append(row)
        if len(rows) == BATCH:
            execute(insert(table), rows)
            rows.clear()

    def flush(self) -> None:
        """Write what still waits."""
        for (table, _), rows in self._rows.items():
            if rows:
                execute(insert(table), rows)
        self._rows.clear()


class _Reader:
    """Reads one file."""

    def __init__(self, sheet: Sheet, batches: _Batches, today: dt.date) -> None:
        self.sheet, self.batches, self.today = sheet, batches, today
        self.layout: list[tuple[int, Column]] = []
        self.blank: Row = {column.name: column.default for column in sheet.columns if not column.several}
        self.bad = False

    def complain(self, row: int, column: str, value: str, expected: str) -> None:
        """Write down what is wrong with a cell."""
        self.bad = True
        self.batches.add(
            PROBLEMS,
            {
                "file": self.sheet.file,
                "row": row,
                "col": one_line(column[:LONGEST_SHOWN]),
                "value": one_line(value[:LONGEST_SHOWN]),
                "expected": expected,
            },
        )

    def read_header(self, number: int, names: Sequence[str]) -> frozenset[str]:
        """Which columns stand where; without a header that fits, no row is read."""
        columns = {column.name: column for column in self.sheet.columns}
        found = [name.strip() for name in names]
        while found and not found[-1]:
            found.pop()
        for place, name in enumerate(found):
            if name not in columns:
                self.complain(number, name, name, f"one of the columns {', '.join(columns)}")
            elif name in found[:place]:
                self.complain(number, name, name, "each column once")
            else:
                self.layout.append((place, columns[name]))
        for name, column in columns.items():
            if name not in found and not column.may_be_absent:
                self.complain(number, name, "", f"the column {name}")
        self.width = len(found)
        return frozenset(found)

    def read_row(self, number: int, texts: Sequence[str]) -> None:
        """Check each cell; the row waits, marked bad where a cell is, unless its key cannot be told."""
        self.bad = False
        if len(texts) != self.width and any(text.strip() for text in texts[self.width :]) or len(texts) < self.width:
            self.complain(number, "", str(len(texts)), f"{self.width} cells, as the header has")
            return
        cells = self._cells(number, texts)
        for column in self.sheet.key:
            if cells.get(column) is None:
                return
        shown = {column.name: texts[place].strip() for place, column in self.layout}
        if not self.bad:
            cells.update(
                self.sheet.derive(cells, self.today, lambda c, e: self.complain(number, c, shown.get(c, ""), e))
            )
        for name, table in self.sheet.spreads.items():
            for value in cells.pop(name, None) or ():  # type: ignore[attr-defined]  # a column of several gives a list
                self.batches.add(table, {"row": number, name: value})
        if self.bad:
            cells["bad"] = True
        cells["folded"] = "\x1f".join(folded(str(cells[column])) for column in self.sheet.key)
        self.batches.add(self.sheet.table, cells)

    def _cells(self, number: int, texts: Sequence[str]) -> Row:
        cells: Row = {"row": number, "id": new_id(), **self.blank}
        for place, column in self.layout:
            text = texts[place].strip()
            if not text:
                if not column.may_be_absent:
                    self.complain(number, column.name, "", column.expected)
                continue
            try:
                cells[column.name] = column.read(text)
            except ValueError:
                self.complain(number, column.name, text, column.expected)
        return cells


def read_files(run: Import, sheets: Sequence[Sheet], source: Source, note: Note) -> None:
    """Read every file that is there; what is wrong with cells and headers is noted."""
    batches = _Batches()
    for sheet in sheets:
        if sheet.name in source.files:
            _read_file(run, sheet, batches, source.rows(sheet.name, note))
    for name in source.unknown:
        words = "is no file of the register and was not read"
        batches.add(WARNINGS, {"file": name, "row": 0, "words": words, "lasting": True})
    batches.flush()


def _read_file(run: Import, sheet: Sheet, batches: _Batches, records: Iterator[Record]) -> None:
    reader = _Reader(sheet, batches, run.today)
    try:
        number, names = next(records, (1, ()))
        run.columns[sheet.name] = reader.read_header(number, names)
        if reader.bad:
            return
        for number, texts in records:
            if any(texts) and any(map(str.strip, texts)):
                reader.read_row(number, texts)
    except Unreadable as wrong:
        reader.complain(wrong.row, "", wrong.value, wrong.expected)
