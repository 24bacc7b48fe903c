"""What is wrong with a register, and what is worth a second look: found row by row and in whole tables."""

from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    SelectBase,
    String,
    Table,
    case,
    cast,
    distinct,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy import Column as Stored

from constellations.core.columns import Id
from constellations.register.sheet import Condition, Expression, besides
from constellations.register.statements import execute, numbers_of, rows_of

SHOWN = 200
"""So many problems are shown in full; of the rest, their number."""

LONGEST_VALUE = 100

Value = Expression | str

PROBLEMS = besides(
    "waiting_problem",
    Stored("file", String),
    Stored("row", Integer),
    Stored("col", String),
    Stored("value", String),
    Stored("expected", String),
    derived=False,
)
WARNINGS = besides(
    "waiting_warning",
    Stored("file", String),
    Stored("row", Integer),
    Stored("service_id", Id()),
    Stored("words", String),
    Stored("lasting", Boolean),
    derived=False,
)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong; row 1 is the header, row 0 the whole file."""

    file: str
    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}, row {self.row}" if self.row else self.file
        column = f", column {self.column}" if self.column else ""
        return f'{place}{column}: "{self.value}" – expected {self.expected}'


@dataclass(frozen=True, slots=True)
class RowWarning:
    """One thing worth a second look; it blocks nothing. Row 0 where it is about no single row."""

    file: str
    row: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}: {self.words}" if self.row else f"{self.file}: {self.words}"


def complain(
    table: Table,
    column: str,
    expected: Value,
    *where: Condition,
    value: Expression | None = None,
    source: FromClause | None = None,
) -> None:
    """Note a problem for each waiting row for which all of `where` holds; rows that could not be read are left out."""
    t = table.c
    shown: Expression = cast(t[column], String) if value is None else value
    found = (
        select(
            literal(table.info["file"] + ".csv"),
            t.row,
            literal(column),
            func.coalesce(shown, ""),
            _text(expected),
        )
        .select_from(table if source is None else source)
        .where(t.bad.is_(False), *where)
    )
    execute(insert(PROBLEMS).from_select(list(PROBLEMS.c), found))


def warn(table: Table, words: Value, *where: Condition, source: FromClause | None = None, by_row: bool = True) -> None:
    """Note a warning for each waiting row for which all of `where` holds; `by_row` unless it is not about the row."""
    t = table.c
    found = (
        select(
            literal(table.info["file"] + ".csv"),
            t.row if by_row else literal(0),
            t.service_id,
            _text(words),
            literal(False),
        )
        .select_from(table if source is None else source)
        .where(t.bad.is_(False), *where)
    )
    warn_of(found)


def warn_of(found: SelectBase) -> None:
    """Note warnings: file, row (0 for none), service, words, and false (they are found afresh each time)."""
    execute(insert(WARNINGS).from_select(list(WARNINGS.c), found))


def problems_found(files: tuple[str, ...]) -> tuple[int, list[RowProblem]]:
    """How many there are, and the first of them, in the order of these files and of their rows."""
    p = PROBLEMS.c
    rows = rows_of(
        select(p.file, p.row, p.col, p.value, p.expected)
        .order_by(_order(p.file, files), p.row, p.col, p.expected)
        .limit(SHOWN)
    )
    total = rows_of(select(func.count()).select_from(PROBLEMS))[0][0]
    return total, [RowProblem(f, r, c, v[:LONGEST_VALUE], e) for f, r, c, v, e in rows]


def warnings_found(files: tuple[str, ...]) -> tuple[int, list[RowWarning]]:
    """How many there are, and the first of them, in the order of these files and of their rows."""
    w = WARNINGS.c
    rows = rows_of(select(w.file, w.row, w.words).order_by(_order(w.file, files), w.row, w.words).limit(SHOWN))
    total = rows_of(select(func.count()).select_from(WARNINGS))[0][0]
    return total, [RowWarning(*row) for row in rows]


def refused_rows() -> dict[str, int]:
    """How many rows of each file have a problem."""
    p = PROBLEMS.c
    return numbers_of(select(p.file, func.count(distinct(p.row))).where(p.row > 1).group_by(p.file))


def _order(column: ColumnElement[str], files: tuple[str, ...]) -> ColumnElement[int]:
    return case({file: n for n, file in enumerate(files)}, value=column, else_=len(files))


def _text(words: Value) -> Expression:
    return literal(words) if isinstance(words, str) else words
