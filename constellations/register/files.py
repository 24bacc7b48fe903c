"""The files of a register as rows of text: a folder of CSV files, or one XLSX workbook with sheets of those names."""

import csv
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from constellations.core.errors import RuleBroken
from constellations.register.workbooks import Workbook, opened_workbook

Record = tuple[int, Sequence[str]]
"""A row's number, as a spreadsheet shows it, and its cells."""

LARGEST_FILE = 512 * 1024 * 1024


class Unreadable(Exception):
    """The file goes wrong at a row; the words say what was expected."""

    def __init__(self, row: int, value: str, expected: str) -> None:
        super().__init__(expected)
        self.row, self.value, self.expected = row, value, expected


@dataclass(frozen=True, slots=True)
class Source:
    """Where a register is read from: which files it has, and one after another their rows."""

    name: str
    files: frozenset[str]
    unknown: tuple[str, ...]
    size: int
    rows: Callable[[str, Callable[[int], None]], Iterator[Record]]
    """The rows of a file, header first; tells how many bytes were read. Raises Unreadable."""


@contextmanager
def opened(path: Path, known: Sequence[str]) -> Iterator[Source]:
    """Open a folder or a workbook; `known` are the names of files without ending. Raises RuleBroken."""
    if path.is_dir():
        yield _folder(path, known)
        return
    if not path.is_file():
        raise RuleBroken(f"There is no folder and no file {path}.")
    if path.suffix.lower() != ".xlsx":
        raise RuleBroken("Give the folder with the register's CSV files, or one .xlsx workbook.")
    with opened_workbook(path) as workbook:
        yield _sheets(path, workbook, known)


def _folder(path: Path, known: Sequence[str]) -> Source:
    there = {each.name for each in path.iterdir() if each.suffix.lower() == ".csv" and each.is_file()}
    files = frozenset(name for name in known if f"{name}.csv" in there)
    unknown = tuple(sorted(there - {f"{name}.csv" for name in files}))
    if not files:
        raise RuleBroken(f"There is no file of the register in {path.name}: none of {', '.join(known)}.")
    size = sum((path / f"{name}.csv").stat().st_size for name in files)
    if size > LARGEST_FILE:
        raise RuleBroken("These files are too large to be a register. Load them in parts.")
    return Source(path.name, files, unknown, size, lambda name, note: _csv_rows(path / f"{name}.csv", note))


def _sheets(path: Path, workbook: Workbook, known: Sequence[str]) -> Source:
    files = frozenset(known) & frozenset(workbook.names)
    unknown = tuple(name for name in workbook.names if name not in files)
    if not files:
        raise RuleBroken(f"No sheet of {path.name} bears a name of the register: none of {', '.join(known)}.")

    def rows(name: str, note: Callable[[int], None]) -> Iterator[Record]:
        """The rows of a sheet, of whose size each has an equal part."""
        yield from workbook.rows(name)
        note(path.stat().st_size // len(files))

    return Source(path.name, files, unknown, path.stat().st_size, rows)


def _csv_rows(path: Path, note: Callable[[int], None]) -> Iterator[Record]:
    with path.open("rb") as stream:
        yield from _records(csv.reader(_lines(stream, note), strict=True))


def _records(reader: Iterator[list[str]]) -> Iterator[Record]:
    for number in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            raise Unreadable(number, "", "a file in UTF-8") from None
        except csv.Error:
            raise Unreadable(number, "", "CSV as RFC 4180 has it: quotes around a cell are closed") from None
        yield number, cells


def _lines(stream: IO[bytes], note: Callable[[int], None]) -> Iterator[str]:
    """Each line decoded by itself, so that the row of a wrong byte is known."""
    encoding = "utf-8-sig"
    for line in stream:
        note(len(line))
        yield line.decode(encoding)
        encoding = "utf-8"
