"""How a payment file is laid out: which columns, in which order, under which headings, and what stands in them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flask_babel import gettext

from constellations.core.clock import Month
from constellations.core.errors import RuleBroken

LONGEST_HEADING = 40


class Field(StrEnum):
    """What a column may hold."""

    SUPPLIER_NUMBER = "supplier_number"
    COST_CENTRE = "cost_centre"
    CODE = "code"
    PERIOD = "period"
    AMOUNT = "amount"
    REFERENCE = "reference"
    HOME = "home"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Column:
    """A field under a heading."""

    field: Field
    heading: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file in their order, and what is the same in every line of a service."""

    columns: tuple[Column, ...]
    cost_centre: str = ""
    code: str = ""


DEFAULT_COLUMNS = (
    Column(Field.SUPPLIER_NUMBER, "Supplier number"),
    Column(Field.COST_CENTRE, "Cost centre"),
    Column(Field.CODE, "Code"),
    Column(Field.PERIOD, "Period"),
    Column(Field.AMOUNT, "Amount"),
    Column(Field.REFERENCE, "Reference"),
)
DEFAULT_LAYOUT = Layout(DEFAULT_COLUMNS)
"""What a service has until it says otherwise."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One line to be paid."""

    home: str
    supplier_number: str
    period: Month
    pence: int
    reference: str
    batch: int


class BadLayout(RuleBroken):
    """A line of the layout that is none, or a file without an amount or a reference."""

    about = "columns"

    def __init__(self, words: str) -> None:
        super().__init__(words)


def layout_read(text: str) -> tuple[Column, ...]:
    """Read `field = Heading`, one a line, in the order of the columns; raises BadLayout."""
    columns: list[Column] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, heading = (part.strip() for part in line.partition("="))
        if name not in set(Field):
            known = ", ".join(Field)
            raise BadLayout(gettext("There is no field called %(name)s. There are: %(known)s.", name=name, known=known))
        heading = heading or name
        if len(heading) > LONGEST_HEADING:
            raise BadLayout(gettext("A heading has at most %(num)s letters.", num=LONGEST_HEADING))
        columns.append(Column(Field(name), heading))
    fields = [column.field for column in columns]
    if len(set(fields)) < len(fields):
        raise BadLayout(gettext("Each field stands in one column only."))
    if not {Field.AMOUNT, Field.REFERENCE} <= set(fields):
        raise BadLayout(
            gettext("A file needs the fields amount and reference: by the reference Roost knows what was paid.")
        )
    return tuple(columns)


def layout_written(columns: Sequence[Column]) -> str:
    """The same as text."""
    return "\n".join(f"{column.field.value} = {column.heading}" for column in columns)


def reference_of(month: Month, batch: int, number: int) -> str:
    """The name of one line, unique in its service: the month, the batch, and its place in it."""
    return f"UP{month.year % 100:02d}{month.number:02d}-{batch:04d}-{number:03d}"


def cells_of(layout: Layout, payment: Payment) -> list[str | Decimal]:
    """What stands in a line, column by column: texts without control characters, and the amount in pounds."""
    said: dict[Field, str | Decimal] = {
        Field.SUPPLIER_NUMBER: payment.supplier_number,
        Field.COST_CENTRE: layout.cost_centre,
        Field.CODE: layout.code,
        Field.PERIOD: str(payment.period),
        Field.AMOUNT: pounds(payment.pence),
        Field.REFERENCE: payment.reference,
        Field.HOME: payment.home,
        Field.BATCH: str(payment.batch),
    }
    found = (said[column.field] for column in layout.columns)
    return [printable(cell) if isinstance(cell, str) else cell for cell in found]


def pounds(pence: int) -> Decimal:
    """Pence as pounds with two decimals."""
    return (Decimal(pence) / 100).quantize(Decimal("0.01"))


def printable(text: str) -> str:
    """A text on one line: what moves a cursor or ends a line is a space."""
    return "".join(" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in text)
