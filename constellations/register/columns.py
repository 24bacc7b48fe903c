"""The columns of the register's files: what may stand in a cell, and what it becomes."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Integer, String
from sqlalchemy.types import TypeEngine

from constellations.core.clock import ALWAYS, Month
from constellations.people.rules import mail_address

LONGEST_KEY = 100
LONGEST_TEXT = 200
LAST_DAY = dt.date(2099, 12, 31)
"""No date of a register lies beyond: a year typed wrongly shall not become a thousand years of nights."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_END = re.compile(r"\s*[\r\n]\s*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,9}")

Read = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `read` raises ValueError for what is not `expected`; `may_be_absent` is the format's `?`."""

    name: str
    read: Read
    expected: str
    type: TypeEngine[Any]
    may_be_absent: bool = False
    default: object = None
    several: bool = False


def key(name: str, expected: str = "", may_be_absent: bool = False) -> Column:
    """A key: of the row itself, or of what the row refers to."""
    words = expected or f"a key of at most {LONGEST_KEY} letters"
    return Column(name, _line(LONGEST_KEY), words, String(), may_be_absent)


def keys(name: str, expected: str, may_be_absent: bool = False) -> Column:
    """Several keys in one cell, joined by `;`."""
    one = _line(LONGEST_KEY)

    def read(text: str) -> list[object]:
        """Read a cell; raises ValueError."""
        return [one(part.strip()) for part in text.split(";") if part.strip()]

    return Column(name, read, expected, String(), may_be_absent, several=True)


def text(name: str, may_be_absent: bool = False) -> Column:
    """A line of text; what a cell holds on several lines (RFC 4180, section 2, rule 6) becomes one."""
    one = _line(LONGEST_TEXT)

    def read(typed: str) -> object:
        """Read a cell; raises ValueError."""
        return one(_LINE_END.sub(" ", typed))

    return Column(name, read, f"a line of at most {LONGEST_TEXT} letters", String(), may_be_absent)


def email(name: str) -> Column:
    """An address of a person as the forms keep it too, so that it is found at sign-in; it is their key."""

    def read(typed: str) -> str:
        """Read a cell; raises ValueError."""
        address = None if _CONTROL.search(typed) else mail_address(typed)
        if address is None:
            raise ValueError(typed)
        return address

    return Column(name, read, "an email address", String())


def initials(name: str) -> Column:
    """One to four letters that stand for a child."""

    def read(typed: str) -> str:
        """Read a cell; raises ValueError."""
        if not 1 <= len(typed) <= 4 or not typed.isalpha():
            raise ValueError(typed)
        return typed

    return Column(name, read, "1 to 4 letters, never a name", String())


def word(name: str, kind: type[StrEnum]) -> Column:
    """One word of a list."""
    known = {one.value: one.value for one in kind}
    return Column(name, _looked_up(known), _one_of(list(known)), String())


def words(name: str, kind: type[StrEnum], allowed: tuple[frozenset[str], ...] = ()) -> Column:
    """Several words of a list in one cell; they become one text, in alphabetical order."""
    known = {one.value for one in kind}

    def read(typed: str) -> str:
        """Read a cell; raises ValueError."""
        found = {part.strip() for part in typed.split(";")}
        if not found <= known or (allowed and found not in allowed):
            raise ValueError(typed)
        return ";".join(sorted(found))

    several = " or ".join(";".join(sorted(one)) for one in allowed)
    return Column(name, read, several or f"one or several of {', '.join(known_in_order(kind))}, joined by ;", String())


def known_in_order(kind: type[StrEnum]) -> list[str]:
    """The words of a list as the format gives them."""
    return [one.value for one in kind]


def whole(name: str, lowest: int, highest: int, may_be_absent: bool = False, default: int | None = None) -> Column:
    """A whole number between two, both included."""

    def read(typed: str) -> int:
        """Read a cell; raises ValueError."""
        if not _WHOLE.fullmatch(typed) or not lowest <= int(typed) <= highest:
            raise ValueError(typed)
        return int(typed)

    return Column(name, read, f"a whole number from {lowest} to {highest}", Integer(), may_be_absent, default)


def day(name: str, may_be_absent: bool = False, first_of_month: bool = False) -> Column:
    """A date."""

    def read(typed: str) -> dt.date:
        """Read a cell; raises ValueError."""
        found = read_date(typed)
        if first_of_month and found.day != 1:
            raise ValueError(typed)
        return found

    expected = "the 1st of a month, such as 2026-04-01" if first_of_month else "a date such as 2026-10-30"
    return Column(name, read, f"{expected}, from 1900 to 2099", Date(), may_be_absent)


def month(name: str) -> Column:
    """A month; it becomes the date of its first day."""

    def read(typed: str) -> dt.date:
        """Read a cell; raises ValueError."""
        found = Month.parse(typed).first if typed.isascii() else None
        if found is None or not ALWAYS <= found <= LAST_DAY:
            raise ValueError(typed)
        return found

    return Column(name, read, "a month such as 2015-03, from 1900 to 2099", Date())


@lru_cache(maxsize=4_096)
def read_date(typed: str) -> dt.date:
    """Read `2026-10-30`; raises ValueError for anything else, and beyond the years of a register."""
    if not _DATE.fullmatch(typed):
        raise ValueError(typed)
    found = dt.date.fromisoformat(typed)
    if not ALWAYS <= found <= LAST_DAY:
        raise ValueError(typed)
    return found


def folded(typed: str) -> str:
    """The same for all keys that differ only in case or spacing."""
    if not typed.isascii():
        typed = unicodedata.normalize("NFC", typed)
    return "".join(typed.split()).lower()


def _line(longest: int) -> Read:
    def read(typed: str) -> str:
        """Read a cell; raises ValueError."""
        if len(typed) > longest or (not typed.isprintable() and _CONTROL.search(typed)):
            raise ValueError(typed)
        return typed

    return read


def _looked_up(known: dict[str, str]) -> Read:
    def read(typed: str) -> str:
        """Read a cell; raises ValueError."""
        found = known.get(typed)
        if found is None:
            raise ValueError(typed)
        return found

    return read


def _one_of(values: list[str]) -> str:
    return f"one of {', '.join(values)}"
