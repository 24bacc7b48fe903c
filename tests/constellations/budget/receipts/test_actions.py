"""The receipt of a line: drawn anew, read by who sees the budget, one for each line, and removed in its time."""

import datetime as dt
import shutil
import uuid

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.activity.models import AuditEntry
from constellations.budget import rules as budget_rules
from constellations.budget.actions import Line, take_back_spend
from constellations.budget.models import BudgetSpend
from constellations.budget.queries import budget_page
from constellations.budget.receipts import rules
from constellations.budget.receipts.actions import add_receipt, remove_old_receipts, spend_with_receipt, sweep_receipts
from constellations.budget.receipts.models import Receipt
from constellations.budget.receipts.queries import number_too_old, receipt_file, receipts_shelf
from constellations.budget.rules import FinancialYear
from constellations.core import clock
from constellations.core.errors import Forbidden, NotFound, RoostError
from constellations.core.files.laying import SentFile
from constellations.core.files.rules import UnknownFile
from constellations.keeping.rules import Cut
from constellations.models import Person
from constellations.queries import viewer_for
from tests.constellations.budget.receipts.receipts import DOCUMENT, PHOTO, create_receipt
from tests.photos import HTML, PDF, SECRET
from tests.registers import rows
from tests.sleepovers.claims.months import Around, create_around

BOWLING = Line(dt.date(2026, 11, 7), 14_000, "Bowling", "R 17", 20)


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub, a satellite, and those who look after them; no file lies on the disk yet."""
    shutil.rmtree(receipts_shelf().folder, ignore_errors=True)
    return create_around()


def spent(around: Around, file: SentFile | None = None, line: Line = BOWLING) -> uuid.UUID:
    """The hub writes down what was spent."""
    return spend_with_receipt(viewer_for(around.carer), around.constellation.id, line, file)


def files() -> list[str]:
    """The keys of the files that lie on the disk."""
    return list(receipts_shelf().older_than(clock.now() + dt.timedelta(days=1)))


def outcome(person: Person, spend_id: uuid.UUID) -> str:
    """What the receipt is to somebody: its name, or the kind of refusal."""
    try:
        return receipt_file(viewer_for(person), spend_id).name
    except RoostError as refused:
        return type(refused).__name__


def test_a_photo_comes_with_its_line_and_is_drawn_anew(around: Around) -> None:
    spend_id = spent(around, PHOTO)
    found = receipt_file(viewer_for(around.carer), spend_id)
    assert (found.name, found.media_type) == ("receipt-2026-11-07.jpg", "image/jpeg")
    assert SECRET.encode() not in found.content
    assert rows(Receipt.name) == [(None,)]
    assert {row[0] for row in rows(AuditEntry.action)} >= {"spent_of_budget", "added_receipt"}


def test_it_is_read_by_who_sees_the_budget_and_by_nobody_else(around: Around) -> None:
    spend_id = spent(around, DOCUMENT)
    for person in (around.carer, around.liaison, around.manager):
        assert outcome(person, spend_id) == "Bowling receipt.pdf"
    stranger = create_around()
    for person in (around.neighbour, stranger.carer, stranger.liaison, stranger.manager):
        assert outcome(person, spend_id) == "NotFound"
    assert outcome(around.carer, spent(around)) == "NotFound", "a line without one"


def test_it_may_follow_later_once(around: Around) -> None:
    spend_id, hub = spent(around), viewer_for(around.carer)
    assert add_receipt(hub, spend_id, DOCUMENT) == around.constellation.id
    page = budget_page(hub, around.constellation.id, FinancialYear(2026))
    assert [line.has_receipt for line in page.lines] == [True]
    with pytest.raises(rules.ReceiptThere):
        add_receipt(hub, spend_id, PHOTO)
    gone = spent(around)
    take_back_spend(hub, gone)
    with pytest.raises(budget_rules.TakenBackAlready):
        add_receipt(hub, gone, DOCUMENT)
    with pytest.raises(NotFound):
        add_receipt(viewer_for(around.neighbour), spend_id, DOCUMENT)
    with pytest.raises(Forbidden):
        add_receipt(viewer_for(around.finance), spend_id, DOCUMENT)
    assert len(files()) == 1, "of what was refused nothing stays on the disk"


@pytest.mark.parametrize(
    ("file", "line", "refused"),
    [
        (SentFile("x.jpg", HTML), BOWLING, UnknownFile),
        (SentFile("x.txt", b"Bowling, 140 pounds"), BOWLING, rules.NotAReceipt),
        (DOCUMENT, Line(dt.date(2026, 12, 24), 1, "Bowling", "R 17"), budget_rules.NoSuchDay),
    ],
)
def test_line_and_receipt_are_stored_both_or_neither(
    around: Around, file: SentFile, line: Line, refused: type[RoostError]
) -> None:
    with pytest.raises(refused):
        spent(around, file, line)
    assert (rows(BudgetSpend.id), rows(Receipt.key), files()) == ([], [], [])


def test_seven_years_after_its_financial_year_the_receipt_goes_and_the_line_stays(
    around: Around, clock: time_machine.Traveller
) -> None:
    old = spent(around, DOCUMENT, Line(dt.date(2019, 3, 31), 100, "Bowling", "R 1"))
    new = spent(around, SentFile("New.pdf", PDF), Line(dt.date(2019, 4, 1), 100, "Bowling", "R 2"))
    today = dt.date(2026, 11, 22)
    cut = Cut(around.service.id, dt.date(2019, 4, 1), today)
    assert number_too_old(cut) == 1
    receipts_shelf().put("0" * 32, b"Of no line.", None, dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    assert remove_old_receipts(cut) == 1
    done = sweep_receipts(Viewer.system(), None, today, today)
    assert (done.found, done.words) == (1, "1 file of no line.")
    assert (outcome(around.carer, old), outcome(around.carer, new)) == ("NotFound", "New.pdf")
    assert (len(rows(BudgetSpend.id)), len(files())) == (2, 1)
    assert (remove_old_receipts(cut), sweep_receipts(Viewer.system(), None, today, today).found) == (0, 0)


def test_a_file_that_is_gone_is_not_there(around: Around) -> None:
    spend_id = spent(around)
    receipt = create_receipt(BudgetSpend(id=spend_id))
    receipts_shelf().remove(receipt.key)
    assert outcome(around.manager, spend_id) == "NotFound"
