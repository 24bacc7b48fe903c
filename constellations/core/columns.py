"""How values are written down, the same on SQLite and on PostgreSQL."""

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import CHAR, Date, DateTime, Dialect, Enum, LargeBinary, String, TypeDecorator, Uuid
from sqlalchemy.types import TypeEngine

from constellations.core.clock import Month

LARGEST_NUMBER = 2**31 - 1
"""Both databases keep no larger one in a column of numbers."""


class Id(TypeDecorator[uuid.UUID]):
    """A UUID: native on PostgreSQL, 16 bytes on SQLite."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Bytes where the database has no type of its own for it."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(LargeBinary(16))
        return dialect.type_descriptor(Uuid(as_uuid=True))

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> uuid.UUID | bytes | None:
        """On the way in."""
        if value is not None and dialect.name == "sqlite":
            return value.bytes
        return value

    def process_result_value(self, value: uuid.UUID | bytes | None, dialect: Dialect) -> uuid.UUID | None:
        """On the way out."""
        if isinstance(value, bytes):
            return uuid.UUID(bytes=value)
        return value


class Instant(TypeDecorator[dt.datetime]):
    """An aware instant, kept in UTC; a naive one is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """On the way in: UTC, and without a zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must know its zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """On the way out: always aware."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class MonthColumn(TypeDecorator[Month]):
    """A calendar month, kept as the date of its first day."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> dt.date | None:
        """On the way in."""
        return None if value is None else value.first

    def process_result_value(self, value: dt.date | None, dialect: Dialect) -> Month | None:
        """On the way out."""
        return None if value is None else Month.of(value)


W = TypeVar("W", bound=StrEnum)


class Words(TypeDecorator[frozenset[W]]):
    """A set of words, kept joined by `;` in alphabetical order."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[W]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: frozenset[W] | None, dialect: Dialect) -> str | None:
        """On the way in."""
        return None if value is None else ";".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[W] | None:
        """On the way out."""
        return None if value is None else frozenset(self.kind(word) for word in value.split(";") if word)


def word(kind: type[StrEnum], name: str) -> Enum:
    """A column type for one word of an enum, stored by value and checked by the database.

    `name` is the name of the check, unique within its table.
    """
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda words: [one.value for one in words],
    )


HASH = CHAR(64)
"""A SHA-256 in hexadecimal."""
