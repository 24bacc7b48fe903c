"""Adding the receipt of a line, with the line or later, and removing those that are kept no longer."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import ngettext

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.budget.actions import Line, spend
from constellations.budget.models import BudgetSpend
from constellations.budget.queries import budgeted
from constellations.budget.receipts import rules
from constellations.budget.receipts.models import Receipt
from constellations.budget.receipts.queries import keys_in_use, receipt_of, receipts_shelf, receipts_too_old
from constellations.budget.rules import TakenBackAlready
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.files.laying import SentFile, lay_down, remove_unused
from constellations.core.files.rules import KeptFile, kind_of
from constellations.jobs.rules import JobResult
from constellations.keeping.rules import Cut
from constellations.permissions import Permission

FIELDS = ("kind", "key", "bytes", "name")

AT_ONCE = 500
"""So many go in one transaction: nobody who writes meanwhile waits long."""


def spend_with_receipt(viewer: Viewer, constellation_id: uuid.UUID, line: Line, file: SentFile | None) -> uuid.UUID:
    """Write down what was spent, with its receipt where there is one already: both, or neither.

    Raises what `spend` does, NotAReceipt, and for the file what its rules do.
    """
    if file is None:
        return spend(viewer, constellation_id, line)
    viewer.must(Permission.KEEP_BUDGET)
    budgeted(viewer, constellation_id)
    with _laid_down(file) as kept, transaction():
        spend_id = spend(viewer, constellation_id, line)
        _add(viewer, find(viewer, BudgetSpend, spend_id), kept)
        return spend_id


def add_receipt(viewer: Viewer, spend_id: uuid.UUID, file: SentFile) -> uuid.UUID:
    """Add the receipt of a line that has none; gives its constellation.

    Raises ReceiptThere, TakenBackAlready, NotAReceipt, NotFound, and for the file what its rules do.
    """
    viewer.must(Permission.KEEP_BUDGET)
    find(viewer, BudgetSpend, spend_id)
    with _laid_down(file) as kept, transaction():
        line = hold(viewer, BudgetSpend, spend_id)
        if line.taken_back_at is not None:
            raise TakenBackAlready
        if receipt_of(viewer, spend_id) is not None:
            raise rules.ReceiptThere
        _add(viewer, line, kept)
        return line.constellation_id


def remove_old_receipts(cut: Cut) -> int:
    """Remove the receipts of a service whose financial year is long over; their lines stay. Gives how many."""
    removed = 0
    while some := _remove_some(cut):
        removed += some
    return removed


def sweep_receipts(
    viewer: Viewer,  # noqa: ARG001  # a file without a line is nobody's
    service_id: uuid.UUID | None,  # noqa: ARG001  # files that no line speaks of are of no service
    since: dt.date,  # noqa: ARG001  # whatever the day on which it was missed
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Remove files whose line never came to be, or whose row went while the process was stopped."""
    older = receipts_shelf().older_than(clock.now() - rules.KEPT_WITHOUT_LINE)
    found = remove_unused(receipts_shelf(), older, keys_in_use)
    return JobResult(found, ngettext("%(num)s file of no line.", "%(num)s files of no line.", found) if found else "")


def _remove_some(cut: Cut) -> int:
    with transaction() as here:
        old = receipts_too_old(cut, AT_ONCE)
        for row in old:
            here.delete(row)
            change = Change("removed_receipt", "budget_receipt", row.spend_id, FIELDS)
            audit(Viewer.system(), change, cut.service_id)
    for row in old:
        receipts_shelf().remove(row.key)
    return len(old)


@contextmanager
def _laid_down(file: SentFile) -> Iterator[KeptFile]:
    """The file on the disk; it is taken away again where no receipt comes of it."""
    kind = kind_of(file.content, file.name)
    rules.must_be_receipt(kind)
    # No connection is held meanwhile.
    session().rollback()
    kept = lay_down(receipts_shelf(), kind, file, clock.now())
    try:
        yield kept
    finally:
        remove_unused(receipts_shelf(), [kept.key], keys_in_use)


def _add(viewer: Viewer, line: BudgetSpend, kept: KeptFile) -> None:
    row = Receipt(
        spend_id=line.id, kind=kept.kind, key=kept.key, bytes=kept.bytes, name=kept.name, added_by=viewer.person_id
    )
    session().add(row)
    session().flush()
    record(viewer, "added_receipt", line.id, service_id=line.service_id)
    audit(viewer, Change("added_receipt", "budget_receipt", line.id, FIELDS), line.service_id)
