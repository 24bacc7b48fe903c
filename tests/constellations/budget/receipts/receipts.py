"""Receipts for tests: a photo of one, with its file."""

from constellations.budget.models import BudgetSpend
from constellations.budget.receipts.models import Receipt
from constellations.budget.receipts.queries import receipts_shelf
from constellations.core import clock
from constellations.core.files.laying import SentFile, lay_down
from constellations.core.files.rules import FileKind
from tests.factories import stored
from tests.photos import PDF, from_a_phone

PHOTO = SentFile("12 Quiet Lane.jpg", from_a_phone())
DOCUMENT = SentFile("../Bowling receipt.pdf", PDF)


def create_receipt(line: BudgetSpend, file: SentFile = DOCUMENT, kind: FileKind = FileKind.PDF) -> Receipt:
    """The receipt of a line."""
    kept = lay_down(receipts_shelf(), kind, file, clock.now())
    receipt = Receipt(spend_id=line.id, kind=kept.kind, key=kept.key, bytes=kept.bytes, name=kept.name)
    stored(receipt)
    return receipt
