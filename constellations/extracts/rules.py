"""What stands for a key in a pseudonymised table, and how a set of tables says what is in it. Pure values."""

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import Month
from constellations.core.errors import NotFound
from constellations.core.seals import mark

MASK_LENGTH = 32
"""Letters of a keyed hash: 128 bits, so that no two keys ever share one."""

PERIODS = (1, 3, 6, 12, 24)
"""How many months an extract may look at, up to this one."""

USUAL_PERIOD = 12

SCHEMA_NAME = "schema.json"


class NoSuchExtract(NotFound):
    """The address names no extract, or one that is not for the viewer."""

    def __init__(self) -> None:
        super().__init__("There is no such file to take. Choose one on the page of extracts.")


class Kind(StrEnum):
    """What the cells of a column are."""

    KEY = "key"
    WORD = "word"
    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a pseudonymised table: its name stays, and its words say what it holds."""

    name: str
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Mask:
    """What makes keyed hashes of keys: the same key gives the same hash until the service renews its own."""

    key: str

    def of(self, row_id: uuid.UUID | None) -> str | None:
        """What stands for the key of a row; none stands for none."""
        return None if row_id is None else mark(str(row_id), self.key)[:MASK_LENGTH]


def period_of(text: str | None) -> int:
    """Read how many months are asked for: one of PERIODS, else the usual ones."""
    return next((months for months in PERIODS if str(months) == text), USUAL_PERIOD)


def month_or_none(day: dt.date | None, ever: dt.date) -> str | None:
    """The month of a day as `2026-11`; none of a day that is none, or since ever."""
    return None if day is None or day == ever else str(Month.of(day))


def zip_name(service: str, day: dt.date) -> str:
    """What the file of all tables is called: `alderbrook-extract-2026-11-22.zip`."""
    plain = re.sub(r"[^a-z0-9]+", "-", service.lower()).strip("-")[:40].strip("-")
    return f"{plain or 'service'}-extract-{day}.zip"


def schema_written(made_on: dt.date, key_number: int, tables: Iterable[tuple[str, str, Sequence[Column]]]) -> str:
    """The schema file as JSON: every table by name and words, and its columns.

    `key_number` counts how often the service renewed its key: keys of two extracts fit where it is the same.
    """
    described = [
        {
            "name": name,
            "file": f"{name}.csv",
            "words": words,
            "columns": [{"name": one.name, "kind": one.kind.value, "words": one.words} for one in columns],
        }
        for name, words, columns in tables
    ]
    whole = {"version": 1, "made_on": made_on.isoformat(), "key_number": key_number, "tables": described}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
