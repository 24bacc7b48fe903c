"""Who may take a claim which step, and what each step asks for: pure values, no clock of their own."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext, ngettext

from constellations.core.clock import Month
from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.core.words import day_words, month_words
from sleepovers.uplift import ClaimStatus

LARGEST_ADJUSTMENT_PENCE = 1_000_000
"""Ten thousand pounds: beyond it somebody slipped on the keys."""

WAITS_LONG_DAYS = 7
"""After so many days in which nobody settled what a carer says is wrong, the service manager is told too."""


class DisputeState(StrEnum):
    """What became of a night of which a carer said that something is wrong."""

    OPEN = "open"
    STANDS = "stands"
    PUT_RIGHT = "put_right"


class AdjustmentStatus(StrEnum):
    """How far an adjustment has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    EXPORTED = "exported"
    PAID = "paid"
    WAIVED = "waived"


class LineState(StrEnum):
    """What became of one amount of a batch."""

    SENT = "sent"
    PAID = "paid"
    BOUNCED = "bounced"


SAYABLE = frozenset({ClaimStatus.FLAGGED, ClaimStatus.CHECKED})
"""Claims of which a carer may still say that they look right: afterwards the word would come too late."""


class ClaimChanged(Conflict):
    """Other figures, or another step, than those on the page."""

    def __init__(self, home: str) -> None:
        super().__init__(
            gettext(
                "The uplift of %(home)s has changed since you opened the page. Nothing of yours was stored. "
                "Open the page again and look at it as it is now.",
                home=home,
            )
        )


class WrongStep(RuleBroken):
    """Nothing skips a step, and nothing takes one twice."""

    def __init__(self, home: str, words: str) -> None:
        super().__init__(
            gettext("The uplift of %(home)s is %(words)s, so this step is not the next one.", home=home, words=words)
        )


class OwnMoney(Forbidden):
    """Nobody decides about money of the own home, in whatever role."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This is about money of your own home. Somebody else has to check, approve and settle it.")
        )


class OwnCheck(Forbidden):
    """Four eyes: who checked does not approve, also not under another role."""

    def __init__(self, home: str) -> None:
        super().__init__(
            gettext("You checked the uplift of %(home)s yourself. Somebody else has to approve it.", home=home)
        )


class OnlyConfirmer(Forbidden):
    """Who alone said that the nights happened does not also approve what is paid for them."""

    def __init__(self, home: str) -> None:
        super().__init__(
            gettext(
                "You alone confirmed the nights of %(home)s in this month. Somebody else has to approve the uplift.",
                home=home,
            )
        )


class OwnProposal(Forbidden):
    """An adjustment takes two people."""

    def __init__(self) -> None:
        super().__init__(gettext("You proposed this adjustment yourself. Somebody else has to decide about it."))


class MonthStillOpen(RuleBroken):
    """While a month is open its figures may still change."""

    def __init__(self, month: Month) -> None:
        super().__init__(
            gettext(
                "%(month)s is not closed yet. Close it first: until then its nights may change.",
                month=month_words(month),
            )
        )


class MonthNotClosed(RuleBroken):
    """What is wrong in an open month is corrected on its night."""

    def __init__(self, month: Month) -> None:
        super().__init__(
            gettext(
                "%(month)s is still open. Correct the night itself: the count follows. "
                "An adjustment is for months that are closed.",
                month=month_words(month),
            )
        )


class NoAmount(RuleBroken):
    """Nobody guesses money."""

    def __init__(self, home: str) -> None:
        super().__init__(
            gettext("For the uplift of %(home)s no rate is set, so it has no amount and cannot be approved.", home=home)
        )


class NothingChosen(RuleBroken):
    """Somebody pressed approve without choosing."""

    def __init__(self) -> None:
        super().__init__(gettext("Choose at least one home."))


class NightElsewhere(RuleBroken):
    """A night that is not one of this month."""

    about = "night"

    def __init__(self, month: Month) -> None:
        super().__init__(gettext("Choose a night of %(month)s.", month=month_words(month)))


class DisputedAlready(RuleBroken):
    """Somebody of the home said so before."""

    def __init__(self, night: dt.date) -> None:
        super().__init__(
            gettext(
                "Your home has said already that something is wrong with the night of %(night)s. "
                "Staff are looking at it.",
                night=day_words(night),
            )
        )


class SettledAlready(Conflict):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__(gettext("Somebody settled this already. Open the page again to see what they said."))


class BadAdjustment(RuleBroken):
    """An adjustment of nothing, or of more than anybody is owed."""

    about = "pence"

    def __init__(self) -> None:
        super().__init__(gettext("Enter an amount of at least one penny and at most £10,000."))


class NothingToExport(RuleBroken):
    """Nothing was approved, so there is nothing to send and no earlier batch either."""

    def __init__(self, month: Month) -> None:
        super().__init__(
            gettext(
                "Nothing of %(month)s is approved, so there is nothing to export. Approve it first.",
                month=month_words(month),
            )
        )


class NoStatementYet(RuleBroken):
    """A statement says what was approved."""

    def __init__(self) -> None:
        super().__init__(gettext("There is a statement once the uplift is approved. Until then see how it is counted."))


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


@dataclass(frozen=True, slots=True)
class Decider:
    """Who wants to decide about money: in person, and the home they foster in, whatever role they act in."""

    person_id: uuid.UUID | None
    home_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Payable:
    """What must be known of a claim before somebody decides about it."""

    home: str
    home_id: uuid.UUID
    month: Month
    status: ClaimStatus
    status_words: str
    amount_pence: int | None
    checked_by: uuid.UUID | None = None
    spoke_as_payee: frozenset[uuid.UUID] = frozenset()
    confirmers: frozenset[uuid.UUID | None] = frozenset()


def must_be_no_payee(decider: Decider, home_id: uuid.UUID, spoke_as_payee: Collection[uuid.UUID] = ()) -> None:
    """Raise OwnMoney for somebody of the home that is paid, or who spoke for it in another role."""
    if home_id == decider.home_id or decider.person_id in spoke_as_payee:
        raise OwnMoney


def must_be_checkable(decider: Decider, claim: Payable) -> None:
    """Raise OwnMoney, or WrongStep for what is not flagged."""
    must_be_no_payee(decider, claim.home_id, claim.spoke_as_payee)
    if claim.status is not ClaimStatus.FLAGGED:
        raise WrongStep(claim.home, claim.status_words)


def must_be_approvable(decider: Decider, claim: Payable, closed: Collection[Month]) -> None:
    """Raise what keeps somebody from approving a claim: whose it is, who checked, its step, month or amount."""
    must_be_no_payee(decider, claim.home_id, claim.spoke_as_payee)
    if claim.month not in closed:
        raise MonthStillOpen(claim.month)
    if claim.status is not ClaimStatus.CHECKED:
        raise WrongStep(claim.home, claim.status_words)
    if decider.person_id == claim.checked_by:
        raise OwnCheck(claim.home)
    if claim.confirmers == {decider.person_id}:
        raise OnlyConfirmer(claim.home)
    if claim.amount_pence is None:
        raise NoAmount(claim.home)


def must_be_sayable(claim: Payable) -> None:
    """Raise WrongStep where it is too late, or void, to say that a claim looks right."""
    if claim.status not in SAYABLE:
        raise WrongStep(claim.home, claim.status_words)


def must_be_sound_adjustment(pence: int) -> None:
    """Raise BadAdjustment for nothing, and for more than anybody is owed, either way."""
    if not 1 <= abs(pence) <= LARGEST_ADJUSTMENT_PENCE:
        raise BadAdjustment


def must_be_decidable(decider: Decider, proposed_by: uuid.UUID, home_id: uuid.UUID, status: AdjustmentStatus) -> None:
    """Raise OwnMoney, OwnProposal, or SettledAlready for an adjustment that somebody decided about."""
    must_be_no_payee(decider, home_id)
    if decider.person_id == proposed_by:
        raise OwnProposal
    if status is not AdjustmentStatus.PROPOSED:
        raise SettledAlready


def must_be_payable_on(paid_on: dt.date, sent_on: dt.date, today: dt.date) -> None:
    """Raise PaidOutOfReach for a day before the export or after today."""
    if not sent_on <= paid_on <= today:
        raise PaidOutOfReach


def next_open_month(month: Month, closed: Collection[Month]) -> Month:
    """The first month after this one that is not closed."""
    later = month.shifted(1)
    while later in closed:
        later = later.shifted(1)
    return later


def lowest_free_part(taken: Iterable[int | None]) -> int:
    """The lowest number, from 1, that no part of a claim has that is under way or paid."""
    used = set(taken)
    return next(part for part in range(1, len(used) + 2) if part not in used)


def days_waiting(raised_on: dt.date, today: dt.date) -> int:
    """For how many days something has waited."""
    return (today - raised_on).days


def status_by_lines(lines: Collection[LineState], remaining_pence: int, is_paused: bool) -> ClaimStatus:
    """How far a claim with lines has come: paid once all of it is, with nothing paused."""
    under_way = [state for state in lines if state is not LineState.BOUNCED]
    is_done = bool(under_way) and remaining_pence <= 0 and not is_paused
    return ClaimStatus.PAID if is_done and set(under_way) == {LineState.PAID} else ClaimStatus.EXPORTED
