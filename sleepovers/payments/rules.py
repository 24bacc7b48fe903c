"""Who may take a claim which step, and what each step asks for: pure values, no clock of their own."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext

from constellations.core.clock import Month
from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.core.words import day_words, month_words
from sleepovers.uplift import ClaimStatus

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
            gettext("You, or your deputy, checked the uplift of %(home)s. Somebody else has to approve it.", home=home)
        )


class OnlyConfirmer(Forbidden):
    """Who alone said that the nights happened does not also approve what is paid for them."""

    def __init__(self, home: str) -> None:
        super().__init__(
            gettext(
                "You, or your deputy, alone confirmed the nights of %(home)s in this month. Another has to approve it.",
                home=home,
            )
        )


class OwnProposal(Forbidden):
    """An adjustment takes two people."""

    def __init__(self) -> None:
        super().__init__(
            gettext("You, or your deputy, proposed this adjustment. Somebody else has to decide about it.")
        )


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
            gettext(
                "For the uplift of %(home)s no rate was set before the month was closed, so it has no amount and "
                "cannot be approved. Propose an adjustment for what is due.",
                home=home,
            )
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


class NobodyOfTheHome(RuleBroken):
    """Staff write down what somebody else than a carer of the home says."""

    about = "carer"

    def __init__(self) -> None:
        super().__init__(gettext("Choose who of the home says so."))


class DisputedAlready(RuleBroken):
    """Somebody of the home said so before."""

    def __init__(self, night: dt.date) -> None:
        super().__init__(
            gettext(
                "The home has said already that something is wrong with the night of %(night)s. "
                "Staff are looking at it.",
                night=day_words(night),
            )
        )


class SettledAlready(Conflict):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__(gettext("Somebody settled this already. Open the page again to see what they said."))


class NoStatementYet(RuleBroken):
    """A statement says what was approved."""

    def __init__(self) -> None:
        super().__init__(gettext("There is a statement once the uplift is approved. Until then see how it is counted."))


@dataclass(frozen=True, slots=True)
class Decider:
    """Who wants to decide about money: in person, and the home they foster in or did last, whatever their role is now.

    `stands_in_for` are those whose deputy they are: what those did, they have done too. `other_homes` are all further
    ones in which any of these fosters or ever did.
    """

    person_id: uuid.UUID | None
    home_id: uuid.UUID | None
    stands_in_for: frozenset[uuid.UUID] = frozenset()
    other_homes: frozenset[uuid.UUID] = frozenset()

    @property
    def homes(self) -> frozenset[uuid.UUID | None]:
        """All whose money is none of theirs to decide."""
        return self.other_homes | {self.home_id}

    @property
    def names(self) -> frozenset[uuid.UUID | None]:
        """All under whose name they decide."""
        return self.stands_in_for | {self.person_id}


@dataclass(frozen=True, slots=True)
class Payable:
    """What must be known of a claim before somebody decides about it, and for whom those who had a part stood in."""

    home: str
    home_id: uuid.UUID
    month: Month
    status: ClaimStatus
    status_words: str
    amount_pence: int | None
    checked_by: uuid.UUID | None = None
    spoke_as_payee: frozenset[uuid.UUID] = frozenset()
    confirmers: frozenset[uuid.UUID | None] = frozenset()
    checked_for: frozenset[uuid.UUID] = frozenset()
    confirmed_for: Mapping[uuid.UUID, frozenset[uuid.UUID]] = field(default_factory=dict)


def must_be_no_payee(decider: Decider, home_id: uuid.UUID, spoke_as_payee: Collection[uuid.UUID] = ()) -> None:
    """Raise OwnMoney for somebody of the home that is paid, or who spoke for it in another role."""
    if home_id in decider.homes or not decider.names.isdisjoint(spoke_as_payee):
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
    if not decider.names.isdisjoint({claim.checked_by, *claim.checked_for}):
        raise OwnCheck(claim.home)
    # A night that was loaded was confirmed by nobody: it stands beside no other pair of eyes.
    confirmers = [{one, *claim.confirmed_for.get(one, ())} for one in claim.confirmers if one is not None]
    if confirmers and not any(decider.names.isdisjoint(one) for one in confirmers):
        raise OnlyConfirmer(claim.home)
    if claim.amount_pence is None:
        raise NoAmount(claim.home)


def must_be_sayable(claim: Payable) -> None:
    """Raise WrongStep where it is too late, or void, to say that a claim looks right."""
    if claim.status not in SAYABLE:
        raise WrongStep(claim.home, claim.status_words)


def must_be_decidable(
    decider: Decider,
    proposed_as: Collection[uuid.UUID],
    home_id: uuid.UUID,
    status: AdjustmentStatus,
    spoke_as_payee: Collection[uuid.UUID] = (),
) -> None:
    """Raise OwnMoney, OwnProposal by the names under which it was proposed, or SettledAlready where it is decided."""
    must_be_no_payee(decider, home_id, spoke_as_payee)
    if not decider.names.isdisjoint(proposed_as):
        raise OwnProposal
    if status is not AdjustmentStatus.PROPOSED:
        raise SettledAlready


def next_open_month(month: Month, closed: Collection[Month]) -> Month:
    """The first month after this one that is not closed."""
    later = month.shifted(1)
    while later in closed:
        later = later.shifted(1)
    return later


def days_waiting(raised_on: dt.date, today: dt.date) -> int:
    """For how many days something has waited."""
    return (today - raised_on).days
