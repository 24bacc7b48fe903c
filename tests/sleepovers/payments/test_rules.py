"""Who may take which step, and when: tables of cases, without a database."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from constellations.core.clock import Month
from constellations.core.errors import RoostError
from sleepovers.payments import rules
from sleepovers.payments.adjusting.rules import BadAdjustment, must_be_sound_adjustment
from sleepovers.payments.paying import rules as paying_rules
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import AdjustmentStatus, Decider, Payable
from sleepovers.uplift import ClaimStatus

OCTOBER = Month(2026, 10)
HOME, ELSEWHERE = uuid.UUID(int=1), uuid.UUID(int=2)
LIAISON, MANAGER, CARER = uuid.UUID(int=11), uuid.UUID(int=12), uuid.UUID(int=13)
CLAIM = Payable("Kelly", HOME, OCTOBER, ClaimStatus.CHECKED, "checked", 12_000, checked_by=LIAISON)
STAFF = Decider(MANAGER, None)
SENT, PAID, BOUNCED = LineState.SENT, LineState.PAID, LineState.BOUNCED


def said_by(must: Callable[..., None], *given: object) -> type[RoostError] | None:
    """What a rule says to this; none where it lets it be."""
    try:
        must(*given)
    except RoostError as told:
        return type(told)
    return None


class TestApproving:
    def test_a_checked_claim_of_a_closed_month_is_approved_by_another(self) -> None:
        assert said_by(rules.must_be_approvable, STAFF, CLAIM, {OCTOBER}) is None
        assert said_by(rules.must_be_approvable, Decider(MANAGER, ELSEWHERE), CLAIM, {OCTOBER}) is None

    @pytest.mark.parametrize(
        ("decider", "changes", "closed", "refusal"),
        [
            (Decider(MANAGER, HOME), {}, {OCTOBER}, rules.OwnMoney),
            (STAFF, {"spoke_as_payee": frozenset({MANAGER})}, {OCTOBER}, rules.OwnMoney),
            (STAFF, {}, set(), rules.MonthStillOpen),
            (STAFF, {"status": ClaimStatus.FLAGGED}, {OCTOBER}, rules.WrongStep),
            (STAFF, {"status": ClaimStatus.VOID}, {OCTOBER}, rules.WrongStep),
            (STAFF, {"status": ClaimStatus.PAID}, {OCTOBER}, rules.WrongStep),
            (Decider(LIAISON, None), {}, {OCTOBER}, rules.OwnCheck),
            (Decider(MANAGER, ELSEWHERE, other_homes=frozenset({HOME})), {}, {OCTOBER}, rules.OwnMoney),
            (STAFF, {"confirmers": frozenset({MANAGER})}, {OCTOBER}, rules.OnlyConfirmer),
            (STAFF, {"confirmers": frozenset({MANAGER, None})}, {OCTOBER}, rules.OnlyConfirmer),
            (STAFF, {"amount_pence": None}, {OCTOBER}, rules.NoAmount),
        ],
    )
    def test_what_stands_in_the_way_is_said(
        self, decider: Decider, changes: dict[str, object], closed: set[Month], refusal: type[RoostError]
    ) -> None:
        with pytest.raises(refusal):
            rules.must_be_approvable(decider, replace(CLAIM, **changes), closed)  # type: ignore[arg-type]  # of Payable

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({}, rules.OwnCheck),
            ({"checked_by": CARER, "spoke_as_payee": frozenset({LIAISON})}, rules.OwnMoney),
            ({"checked_by": CARER, "confirmers": frozenset({LIAISON})}, rules.OnlyConfirmer),
            ({"checked_by": CARER, "confirmers": frozenset({LIAISON, MANAGER})}, rules.OnlyConfirmer),
            ({"checked_by": CARER, "confirmers": frozenset({LIAISON, CARER})}, None),
        ],
    )
    def test_what_somebody_did_their_deputy_has_done_too(
        self, changes: dict[str, object], refusal: type[RoostError] | None
    ) -> None:
        deputy = Decider(MANAGER, None, stands_in_for=frozenset({LIAISON}))
        claim = replace(CLAIM, **changes)  # type: ignore[arg-type]  # of Payable
        assert said_by(rules.must_be_approvable, deputy, claim, {OCTOBER}) is refusal

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"checked_for": frozenset({MANAGER})}, rules.OwnCheck),
            ({"checked_for": frozenset({CARER})}, None),
            ({"confirmers": frozenset({CARER}), "confirmed_for": {CARER: frozenset({MANAGER})}}, rules.OnlyConfirmer),
            ({"confirmers": frozenset({CARER, LIAISON}), "confirmed_for": {CARER: frozenset({MANAGER})}}, None),
        ],
    )
    def test_what_a_deputy_did_who_had_them_stand_in_has_done_too(
        self, changes: dict[str, object], refusal: type[RoostError] | None
    ) -> None:
        claim = replace(CLAIM, **changes)  # type: ignore[arg-type]  # of Payable
        assert said_by(rules.must_be_approvable, STAFF, claim, {OCTOBER}) is refusal

    def test_others_who_confirmed_a_night_too_let_one_approve(self) -> None:
        for confirmers in (frozenset({MANAGER, CARER}), frozenset({MANAGER, CARER, None}), frozenset({None})):
            assert said_by(rules.must_be_approvable, STAFF, replace(CLAIM, confirmers=confirmers), {OCTOBER}) is None


class TestOtherSteps:
    def test_only_what_is_flagged_is_checked_and_by_no_payee(self) -> None:
        flagged = replace(CLAIM, status=ClaimStatus.FLAGGED)
        assert said_by(rules.must_be_checkable, STAFF, flagged) is None
        with pytest.raises(rules.WrongStep):
            rules.must_be_checkable(STAFF, CLAIM)
        with pytest.raises(rules.OwnMoney):
            rules.must_be_checkable(Decider(CARER, HOME), flagged)

    @pytest.mark.parametrize("status", list(ClaimStatus))
    def test_a_carer_says_that_it_looks_right_until_it_is_approved(self, status: ClaimStatus) -> None:
        claim = replace(CLAIM, status=status)
        if status in (ClaimStatus.FLAGGED, ClaimStatus.CHECKED):
            assert said_by(rules.must_be_sayable, claim) is None
        else:
            with pytest.raises(rules.WrongStep):
                rules.must_be_sayable(claim)

    @pytest.mark.parametrize(
        ("pence", "is_sound"), [(0, False), (1, True), (-1, True), (10**6, True), (10**6 + 1, False)]
    )
    def test_an_adjustment_is_something_and_not_too_much(self, pence: int, is_sound: bool) -> None:
        if is_sound:
            assert said_by(must_be_sound_adjustment, pence) is None
        else:
            with pytest.raises(BadAdjustment):
                must_be_sound_adjustment(pence)

    def test_an_adjustment_is_decided_once_by_another(self) -> None:
        proposed = AdjustmentStatus.PROPOSED
        assert said_by(rules.must_be_decidable, STAFF, {LIAISON}, HOME, proposed) is None
        for decider, status, refused in (
            (Decider(LIAISON, None), proposed, rules.OwnProposal),
            (Decider(MANAGER, HOME), proposed, rules.OwnMoney),
            (STAFF, AdjustmentStatus.WAIVED, rules.SettledAlready),
        ):
            with pytest.raises(refused):
                rules.must_be_decidable(decider, {LIAISON}, HOME, status)
        assert said_by(rules.must_be_decidable, STAFF, {LIAISON, MANAGER}, HOME, proposed) is rules.OwnProposal

    @pytest.mark.parametrize(("day", "is_sound"), [(4, False), (5, True), (9, True), (10, False)])
    def test_nothing_is_paid_before_it_was_sent_or_tomorrow(self, day: int, is_sound: bool) -> None:
        sent, today = dt.date(2026, 11, 5), dt.date(2026, 11, 9)
        if is_sound:
            assert said_by(paying_rules.must_be_payable_on, dt.date(2026, 11, day), sent, today) is None
        else:
            with pytest.raises(paying_rules.PaidOutOfReach):
                paying_rules.must_be_payable_on(dt.date(2026, 11, day), sent, today)


class TestQuantities:
    @pytest.mark.parametrize(
        ("closed", "month"),
        [(set(), Month(2026, 11)), ({Month(2026, 11)}, Month(2026, 12)), ({OCTOBER, Month(2026, 12)}, Month(2026, 11))],
    )
    def test_the_next_open_month_is_the_first_later_one(self, closed: set[Month], month: Month) -> None:
        assert rules.next_open_month(OCTOBER, closed) == month

    @pytest.mark.parametrize(("taken", "part"), [((), 1), ((1,), 2), ((2,), 1), ((1, 2), 3), ((1, 3), 2), ((1, 1), 2)])
    def test_the_lowest_free_part(self, taken: tuple[int, ...], part: int) -> None:
        assert paying_rules.lowest_free_part(taken) == part

    def test_days_waiting(self) -> None:
        assert rules.days_waiting(dt.date(2026, 10, 31), dt.date(2026, 11, 2)) == 2

    @pytest.mark.parametrize(
        ("states", "remaining", "is_paused", "status"),
        [
            ([PAID], 0, False, ClaimStatus.PAID),
            ([PAID, PAID], 0, False, ClaimStatus.PAID),
            ([BOUNCED, PAID], 0, False, ClaimStatus.PAID),
            ([SENT], 0, False, ClaimStatus.EXPORTED),
            ([PAID, SENT], 0, False, ClaimStatus.EXPORTED),
            ([BOUNCED], 12_000, False, ClaimStatus.EXPORTED),
            ([BOUNCED], 0, False, ClaimStatus.EXPORTED),
            ([PAID], 4000, False, ClaimStatus.EXPORTED),
            ([PAID], 0, True, ClaimStatus.EXPORTED),
        ],
    )
    def test_a_claim_is_paid_once_all_of_it_is(
        self, states: list[LineState], remaining: int, is_paused: bool, status: ClaimStatus
    ) -> None:
        assert paying_rules.status_by_lines(states, remaining, is_paused) is status


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (rules.ClaimChanged("Kelly"), "The uplift of Kelly has changed since you opened the page."),
        (rules.WrongStep("Kelly", "paid"), "The uplift of Kelly is paid, so this step is not the next one."),
        (rules.OwnMoney(), "Somebody else has to check, approve and settle it."),
        (rules.OwnCheck("Kelly"), "You, or your deputy, checked the uplift of Kelly."),
        (rules.OnlyConfirmer("Kelly"), "You, or your deputy, alone confirmed the nights of Kelly"),
        (rules.OwnProposal(), "You, or your deputy, proposed this adjustment."),
        (rules.MonthStillOpen(OCTOBER), "October 2026 is not closed yet."),
        (rules.MonthNotClosed(OCTOBER), "October 2026 is still open. Correct the night itself"),
        (rules.NoAmount("Kelly"), "no rate was set before the month was closed"),
        (rules.NothingChosen(), "Choose at least one home."),
        (rules.NightElsewhere(OCTOBER), "Choose a night of October 2026."),
        (rules.DisputedAlready(dt.date(2026, 10, 2)), "the night of Fri 2 Oct"),
        (rules.NobodyOfTheHome(), "Choose who of the home says so."),
        (rules.SettledAlready(), "Somebody settled this already."),
        (BadAdjustment(), "at least one penny"),
        (paying_rules.SupplierNumberMissing(["Kelly"]), "There is no supplier number of Kelly yet"),
        (paying_rules.NothingToExport(OCTOBER, False), "Nothing of October 2026 is approved"),
        (paying_rules.NothingToExport(OCTOBER, True), "Nothing of what is approved for October 2026 can be sent"),
        (rules.NoStatementYet(), "There is a statement once the uplift is approved."),
        (paying_rules.PaidOutOfReach(), "Choose a day from the export on"),
        (paying_rules.LineToldAlready(["B", "A"]), "Of A, B it is known already what became of them."),
        (paying_rules.LineToldAlready(["A"]), "Of A it is known already what became of it."),
    ],
)
def test_each_refusal_says_what_to_do(refusal: RoostError, words: str) -> None:
    assert words in refusal.words
