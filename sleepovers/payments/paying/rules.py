"""What may be sent and said of payments, and how far that brings a claim: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Collection, Iterable
from enum import StrEnum

from flask_babel import gettext, ngettext

from constellations.core.clock import Month
from constellations.core.errors import RuleBroken
from constellations.core.words import listed_words, month_words
from sleepovers.uplift import ClaimStatus


class LineState(StrEnum):
    """What became of one amount of a batch."""

    SENT = "sent"
    PAID = "paid"
    BOUNCED = "bounced"


class NothingToExport(RuleBroken):
    """There is nothing to send, and no earlier batch either: nothing is approved, or it comes to nothing or waits."""

    def __init__(self, month: Month, is_approved: bool) -> None:
        words = (
            gettext(
                "Nothing of what is approved for %(month)s can be sent: it comes to nothing, "
                "or it waits because something is wrong with a night.",
                month=month_words(month),
            )
            if is_approved
            else gettext(
                "Nothing of %(month)s is approved, so there is nothing to export. Approve it first.",
                month=month_words(month),
            )
        )
        super().__init__(words)


class SupplierNumberMissing(RuleBroken):
    """A payment without its number would only come back."""

    def __init__(self, homes: Collection[str]) -> None:
        super().__init__(
            gettext(
                "There is no supplier number of %(homes)s yet, so nothing can be sent. "
                "Enter it under Supplier numbers, then export.",
                homes=listed_words(sorted(set(homes))),
            )
        )


class PaidOutOfReach(RuleBroken):
    """Nothing is paid before it was sent, or on a day still to come."""

    about = "paid_on"

    def __init__(self) -> None:
        super().__init__(gettext("Choose a day from the export on, and not after today."))


class LineToldAlready(RuleBroken):
    """What was paid or came back is told once; only a paid line may still come back."""

    def __init__(self, references: Collection[str]) -> None:
        super().__init__(
            ngettext(
                "Of %(references)s it is known already what became of it. Open the page again.",
                "Of %(references)s it is known already what became of them. Open the page again.",
                len(references),
                references=", ".join(sorted(references)),
            )
        )


def must_be_payable_on(paid_on: dt.date, sent_on: dt.date, today: dt.date) -> None:
    """Raise PaidOutOfReach for a day before the export or after today."""
    if not sent_on <= paid_on <= today:
        raise PaidOutOfReach


def lowest_free_part(taken: Iterable[int | None]) -> int:
    """The lowest number, from 1, that no part of a claim has that is under way or paid."""
    used = set(taken)
    return next(part for part in range(1, len(used) + 2) if part not in used)


def status_by_lines(lines: Collection[LineState], remaining_pence: int, is_paused: bool) -> ClaimStatus:
    """How far a claim with lines has come: paid once all of it is, with nothing paused."""
    under_way = [state for state in lines if state is not LineState.BOUNCED]
    is_done = bool(under_way) and remaining_pence <= 0 and not is_paused
    return ClaimStatus.PAID if is_done and set(under_way) == {LineState.PAID} else ClaimStatus.EXPORTED
