"""Claims in any order of acts, by anybody, against what is kept on paper: no step is skipped, no penny paid twice."""

import os

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from constellations.core.errors import RoostError
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.payments.checking.actions import say_it_looks_right
from sleepovers.payments.disputing.actions import settle_dispute
from sleepovers.payments.models import Batch, NightDispute, PaymentLine
from sleepovers.payments.money.queries import Money, money_of_claims
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import DisputeState
from sleepovers.uplift import ClaimStatus
from tests.factories import create_person
from tests.sleepovers.claims.months import create_around, host
from tests.sleepovers.payments.paths import Due, due, lines, row, sleep_not

FEW, MANY = 4, int(os.environ.get("ROOST_COUNTS", "100")) // 4
STEPS = 14
FORTY = 4000
LIVE = (ClaimStatus.FLAGGED, ClaimStatus.CHECKED, ClaimStatus.VOID)
PEOPLE = st.sampled_from(["liaison", "manager", "finance", "manager", "carer", "neighbour", "theirs"])
SETTLED = st.sampled_from([DisputeState.STANDS, DisputeState.PUT_RIGHT])


class Claims(RuleBasedStateMachine):
    """One hub's month: what people try with it, and what must come of it."""

    reached: set[str]

    def __init__(self) -> None:
        super().__init__()
        around = create_around()
        self.way: Due = due(18, around)
        self.theirs = create_person(Role.MANAGER, around.service, home=around.hub)
        self.nights, self.status, self.is_closed = 18, ClaimStatus.FLAGGED, False
        self.checked_by: Person | None = None
        self.open: list[NightDispute] = []
        self.gone = self.taken_off = 0

    @initialize(done=st.sampled_from([0, 1, 2, 3]))
    def has_come(self, done: int) -> None:
        """Some months begin where chance alone seldom comes: checked and closed, approved, or sent."""
        if done:
            self.tries(True, self.way.check, self.way.around.liaison)
            self.tries(True, self.way.close)
            self.is_closed, self.checked_by, self.status = True, self.way.around.liaison, ClaimStatus.CHECKED
        if done > 1:
            self.tries(True, self.way.approve, self.way.around.manager)
            self.status = ClaimStatus.APPROVED
        if done > 2:
            self.way.export()
            self.status = ClaimStatus.EXPORTED

    def person(self, name: str) -> Person:
        """Somebody by what they are."""
        return self.theirs if name == "theirs" else getattr(self.way.around, name)

    def tries(self, is_allowed: bool, act: object, *given: object) -> bool:
        """Let somebody act: it is done where it is allowed, and else refused in words."""
        self.reached.add(f"{getattr(act, '__name__', '')} {'done' if is_allowed else 'refused'}")
        assert callable(act)
        if is_allowed:
            act(*given)
        else:
            with pytest.raises(RoostError):
                act(*given)
        return is_allowed

    @precondition(lambda self: not self.is_closed)
    @rule(more=st.booleans())
    def nights_change(self, more: bool) -> None:
        self.nights += 1 if more else -1
        if more:
            self.way.stays.extend(host(self.way.around.hub, 1))
        elif len(self.way.stays) > 2:
            sleep_not(self.way.stays.pop())
        else:
            self.taken_off += 1
            sleep_not(self.way.stays[0], self.taken_off)
        self.way.flag()
        self.status = ClaimStatus.FLAGGED if self.nights > 16 else ClaimStatus.VOID
        self.checked_by = None

    @rule(who=PEOPLE)
    def check(self, who: str) -> None:
        may = who in ("liaison", "manager") and self.status is ClaimStatus.FLAGGED
        if self.tries(may, self.way.check, self.person(who)):
            self.status, self.checked_by = ClaimStatus.CHECKED, self.person(who)

    @rule(who=PEOPLE)
    def approve(self, who: str) -> None:
        may = who in ("manager", "finance") and self.status is ClaimStatus.CHECKED and self.is_closed
        if self.tries(may and self.person(who) is not self.checked_by, self.way.approve, self.person(who)):
            self.status = ClaimStatus.APPROVED

    @rule()
    def close(self) -> None:
        if self.tries(not self.is_closed, self.way.close):
            self.is_closed = True

    @rule()
    def looks_right(self) -> None:
        claim = self.way.claim
        may = self.status in (ClaimStatus.FLAGGED, ClaimStatus.CHECKED)
        self.tries(may, say_it_looks_right, viewer_for(self.way.around.carer), claim.id, claim.version)

    @precondition(lambda self: not self.open)
    @rule()
    def dispute(self) -> None:
        if self.status is not ClaimStatus.VOID and not self.gone:
            self.open.append(self.way.dispute(self.way.stays[1].arrive_on, self.way.stays[1]))
            self.reached.add("dispute done")

    @precondition(lambda self: self.open)
    @rule(state=SETTLED, who=PEOPLE)
    def settle(self, state: DisputeState, who: str) -> None:
        fresh = row(NightDispute, self.open[0].id)
        may = who in ("liaison", "manager")
        given = (viewer_for(self.person(who)), fresh.id, state, "Looked at.", fresh.version)
        if self.tries(may, settle_dispute, *given):
            self.open.clear()
            self.gone += state is DisputeState.PUT_RIGHT
            self.settle_money()

    @rule()
    def export(self) -> None:
        sent = self.status in (ClaimStatus.EXPORTED, ClaimStatus.PAID)
        waits = self.status is ClaimStatus.APPROVED and self.money().to_send_pence > 0
        if self.tries(self.is_closed and (sent or waits), self.way.export) and waits:
            self.status = ClaimStatus.EXPORTED
        elif sent:
            self.settle_money()

    @precondition(lambda self: self.status is ClaimStatus.EXPORTED and self.sent())
    @rule(comes_back=st.sampled_from([False, False, True]))
    def pay(self, comes_back: bool) -> None:
        line = self.sent()[-1]
        self.way.pay(row(Batch, line.batch_id), *([line.id] if comes_back else []))
        self.reached.add("came back" if comes_back else "paid")
        self.settle_money()

    def sent(self) -> list[PaymentLine]:
        """The lines under way."""
        mine = self.way.around.service.id
        return [line for line in lines() if line.service_id == mine and line.state is LineState.SENT]

    def money(self) -> Money:
        """What the claim comes to."""
        return money_of_claims([self.way.claim])[self.way.claim.id]

    def settle_money(self) -> None:
        """Sent and paid follow from the lines alone."""
        if self.status in (ClaimStatus.EXPORTED, ClaimStatus.PAID):
            assert self.way.claim.status in (ClaimStatus.EXPORTED, ClaimStatus.PAID)
            self.status = self.way.claim.status

    @invariant()
    def the_claim_stands_where_paper_says(self) -> None:
        claim = self.way.claim
        assert claim.status is self.status
        assert (claim.counted, claim.amount_pence or 0) == (self.nights, max(0, self.nights - 16) * FORTY)
        assert (claim.snapshot is None) == (self.status in LIVE)
        if self.status in LIVE:
            assert (claim.checked_by is not None) == (self.status is ClaimStatus.CHECKED)
        else:
            assert claim.approved_by not in (None, claim.checked_by, self.theirs.id)

    @invariant()
    def no_more_goes_out_than_is_due(self) -> None:
        mine = [line for line in lines() if line.claim_id == self.way.claim.id]
        out = sum(line.pence for line in mine if line.state is not LineState.BOUNCED)
        assert 0 <= out <= (self.nights - 16) * FORTY or not mine
        if self.status is ClaimStatus.PAID:
            assert {line.state for line in mine} <= {LineState.PAID, LineState.BOUNCED}
            assert self.money().to_send_pence == 0
        assert bool(mine) == (self.status in (ClaimStatus.EXPORTED, ClaimStatus.PAID))


@pytest.mark.parametrize(
    ("installed", "examples"),
    [
        ("sqlite", FEW),
        pytest.param("sqlite", MANY, marks=pytest.mark.proof),
        pytest.param("postgresql", MANY, marks=pytest.mark.proof),
    ],
    indirect=["installed"],
)
def test_whatever_people_try_a_claim_takes_its_steps_in_order(app: Flask, examples: int) -> None:
    class Month(Claims):
        """The machine at work, remembering where it came."""

        reached: set[str] = set()  # shared by all months of this test on purpose

    steady = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Month, settings=steady)
    missed = {"check done", "check refused", "approve done", "export done", "paid"} - Month.reached
    assert examples == FEW or not missed, f"the months have become dull: {sorted(missed)}"
