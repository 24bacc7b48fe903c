"""What a receipt is, and what it is called: pure values, no clock of their own."""

import datetime as dt

from flask_babel import gettext

from constellations.core.errors import Conflict, RuleBroken
from constellations.core.files.rules import FileKind

SHELF = "receipts"
"""Where their files lie, below the uploads."""

KEPT_WITHOUT_LINE = dt.timedelta(days=1)
"""How old a file must be before it is taken for one whose line never came to be."""


class NotAReceipt(RuleBroken):
    """A file that Roost takes elsewhere, but no receipt."""

    about = "files"

    def __init__(self) -> None:
        super().__init__(gettext("A receipt is a photo or a PDF. Choose one of these."))


class ReceiptThere(Conflict):
    """The line has its receipt, and what is kept about money is not exchanged."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This line has its receipt already. If it is the wrong one, take the line back and write it anew.")
        )


def must_be_receipt(kind: FileKind) -> None:
    """Raise NotAReceipt for anything but a photo or a PDF."""
    if kind not in (FileKind.PHOTO, FileKind.PDF):
        raise NotAReceipt


def receipt_name(kind: FileKind, name: str | None, spent_on: dt.date) -> str:
    """What the file is called on the reader's computer: a photo by the day of its line."""
    return name or f"receipt-{spent_on}.{'jpg' if kind is FileKind.PHOTO else 'pdf'}"
