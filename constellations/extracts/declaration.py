"""What an extract and a pseudonymised table are: features declare theirs, `app.py` hands them over as lists."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.extracts.rules import Column, Mask
from constellations.permissions import Permission

Rows = Callable[[Viewer, Sequence[Month]], Iterable[Sequence[object]]]
"""What a viewer sees of some months, in order, row by row; what stands today does not look at them."""

MaskedRows = Callable[[Viewer, uuid.UUID, Mask], Iterable[Sequence[object]]]
"""Everything of a service, with keys that only its mask makes."""

EXTRACTS, TABLES = "roost_extracts", "roost_tables"


@dataclass(frozen=True, slots=True)
class Extract:
    """A dashboard as a file: its name in addresses and file names, what people call it, and its stable columns.

    `is_monthly` says that it looks at months; who lacks the permission of the dashboard does not get it.
    """

    name: str
    words: str
    columns: Sequence[str]
    rows: Rows
    permission: Permission
    is_monthly: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table for programs such as Tableau and Power BI, with keyed hashes where keys would be."""

    name: str
    words: str
    columns: Sequence[Column]
    rows: MaskedRows


def init_extracts(app: Flask, extracts: Iterable[Extract], tables: Iterable[Table]) -> None:
    """Take the extracts and tables that features hand over."""
    app.extensions[EXTRACTS] = {extract.name: extract for extract in extracts}
    app.extensions[TABLES] = tuple(tables)


def all_extracts() -> Mapping[str, Extract]:
    """Every extract by its name, in the order in which they were handed over."""
    found: Mapping[str, Extract] = current_app.extensions[EXTRACTS]
    return found


def all_tables() -> tuple[Table, ...]:
    """Every pseudonymised table."""
    found: tuple[Table, ...] = current_app.extensions[TABLES]
    return found
