"""What a receipt is, and what it is called."""

import datetime as dt

import pytest

from constellations.budget.receipts import rules
from constellations.core.files.rules import FileKind


@pytest.mark.parametrize("kind", [FileKind.PHOTO, FileKind.PDF])
def test_a_photo_and_a_pdf_are_receipts(kind: FileKind) -> None:
    rules.must_be_receipt(kind)
    assert kind in {FileKind.PHOTO, FileKind.PDF}


def test_plain_text_is_none() -> None:
    with pytest.raises(rules.NotAReceipt) as refused:
        rules.must_be_receipt(FileKind.TEXT)
    assert (refused.value.about, refused.value.words) == (
        "files",
        "A receipt is a photo or a PDF. Choose one of these.",
    )


def test_a_second_receipt_is_refused_with_the_way_out() -> None:
    assert "take the line back and write it anew" in rules.ReceiptThere().words


@pytest.mark.parametrize(
    ("kind", "name", "called"),
    [
        (FileKind.PHOTO, None, "receipt-2026-11-07.jpg"),
        (FileKind.PDF, "Bowling.pdf", "Bowling.pdf"),
        (FileKind.PDF, None, "receipt-2026-11-07.pdf"),
    ],
)
def test_a_photo_is_called_by_the_day_of_its_line(kind: FileKind, name: str | None, called: str) -> None:
    assert rules.receipt_name(kind, name, dt.date(2026, 11, 7)) == called
