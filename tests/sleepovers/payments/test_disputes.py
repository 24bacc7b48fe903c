"""What a carer says is wrong: it pauses that night alone, has a clock, and ends by somebody's word."""

import datetime as dt
import uuid

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, find, visible
from constellations.children.actions import change_child_status
from constellations.children.models import Child
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import ChildStatus
from sleepovers.payments import rules
from sleepovers.payments.adjusting.actions import PutRight, decide_adjustment, propose_adjustment
from sleepovers.payments.disputing.actions import Wrong, say_what_is_wrong, settle_dispute
from sleepovers.payments.disputing.rules import NoSuchNight
from sleepovers.payments.models import Adjustment, NightDispute
from sleepovers.payments.money.queries import Money, money_of_claims
from sleepovers.payments.paying import rules as paying_rules
from sleepovers.payments.paying.actions import say_line_came_back
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.queries import open_disputes
from sleepovers.payments.reminding.actions import tell_of_long_waits
from sleepovers.payments.rules import AdjustmentStatus, DisputeState
from sleepovers.uplift import ClaimStatus
from tests.factories import create_child, create_person, create_stay
from tests.sleepovers.claims.months import OCTOBER
from tests.sleepovers.payments.paths import EVERYTHING, TODAY, Due, claim_of, due, lines, row

NIGHT = OCTOBER.first


def settle(way: Due, dispute: NightDispute, state: DisputeState, person: Person | None = None) -> None:
    """Staff say what came of it."""
    fresh = row(NightDispute, dispute.id)
    settle_dispute(viewer_for(person or way.around.liaison), fresh.id, state, "We looked at it.", fresh.version)


def adjustments() -> list[Adjustment]:
    """Every adjustment."""
    session().rollback()
    session().expire_all()
    return list(session().scalars(visible(EVERYTHING, Adjustment)))


def money(way: Due) -> Money:
    """What a claim comes to."""
    return money_of_claims([way.claim])[way.claim.id]


def told(person: Person) -> set[str]:
    """What somebody was told."""
    asked = visible(EVERYTHING, Notice).where(Notice.person_id == person.id)
    return {notice.words for notice in session().scalars(asked)}


class TestPausing:
    def test_the_rest_is_paid_and_the_night_is_paid_once_it_stands(self, app: Flask) -> None:
        way = due().approved()
        dispute = way.dispute()
        first = way.export()
        assert [line.pence for line in lines(first)] == [8000]
        way.pay(first)
        assert way.claim.status is ClaimStatus.EXPORTED
        settle(way, dispute, DisputeState.STANDS)
        second = way.export()
        assert [(line.part, line.pence) for line in lines(second)] == [(2, 4000)]
        way.pay(second)
        assert claim_of(way.around.hub).status is ClaimStatus.PAID
        assert adjustments() == []

    def test_a_night_that_was_put_right_before_it_went_out_is_never_paid(self, app: Flask) -> None:
        way = due().approved()
        dispute = way.dispute()
        batch = way.export()
        way.pay(batch)
        settle(way, dispute, DisputeState.PUT_RIGHT)
        assert way.claim.status is ClaimStatus.PAID
        assert way.export().id == batch.id
        assert adjustments() == []

    def test_a_night_put_right_while_the_month_was_open_is_paid_as_it_was_counted_then(
        self, app: Flask, clock: time_machine.Traveller
    ) -> None:
        way = due(17)
        hub, service = way.around.hub, way.around.service
        child = create_child(service, initials="SG", status=ChildStatus.SPECIAL_GUARDIANSHIP)
        stay = create_stay(child, hub, str(OCTOBER.days[-1]), str(OCTOBER.end))
        way.flag()
        assert way.claim.counted == 17
        dispute = way.dispute(stay=stay)
        version = find(EVERYTHING, Child, child.id).version
        change_child_status(
            viewer_for(way.around.manager), child.id, ChildStatus.LOOKED_AFTER, OCTOBER.days[-1], version
        )
        settle(way, dispute, DisputeState.PUT_RIGHT)
        clock.shift(60)
        way.flag()
        assert way.claim.counted == 18
        batch = way.approved().export()
        assert [line.pence for line in lines(batch)] == [8000]
        way.pay(batch)
        assert way.claim.status is ClaimStatus.PAID

    def test_what_went_out_too_much_is_proposed_and_never_taken_back_by_itself(self, app: Flask) -> None:
        way = due().approved()
        batch = way.export()
        way.pay(batch)
        dispute = way.dispute()
        settle(way, dispute, DisputeState.PUT_RIGHT)
        (adjustment,) = adjustments()
        assert (adjustment.pence, adjustment.status, adjustment.into_month) == (
            -4000,
            AdjustmentStatus.PROPOSED,
            OCTOBER.shifted(1),
        )
        assert (adjustment.claim_id, adjustment.dispute_id) == (way.claim.id, dispute.id)
        assert way.export().id == batch.id
        assert way.claim.status is ClaimStatus.PAID

    def test_a_night_that_is_still_in_question_is_not_taken_back_with_another(self, app: Flask) -> None:
        way = due().approved()
        way.pay(way.export())
        first, second = way.dispute(OCTOBER.days[0]), way.dispute(OCTOBER.days[1])
        settle(way, first, DisputeState.STANDS)
        assert adjustments() == []
        third = way.dispute(OCTOBER.days[2])
        settle(way, third, DisputeState.PUT_RIGHT)
        assert [(each.dispute_id, each.pence) for each in adjustments()] == [(third.id, -4000)]
        settle(way, second, DisputeState.STANDS)
        assert [(each.dispute_id, each.pence) for each in adjustments()] == [(third.id, -4000)]

    @pytest.mark.parametrize("comes_back_first", [True, False])
    def test_what_came_back_goes_out_whole_where_a_part_of_it_is_taken_back(
        self, app: Flask, comes_back_first: bool
    ) -> None:
        way = due().approved()
        first = way.export()
        way.pay(first)
        settle(way, way.dispute(), DisputeState.PUT_RIGHT)
        (taken_back,) = adjustments()
        manager, finance = viewer_for(way.around.manager), viewer_for(way.around.finance)
        sent = lines(first)[0].id
        if comes_back_first:
            say_line_came_back(finance, sent, "Account closed")
            assert money(way).to_send_pence == 8000, "nothing is taken back so far"
            assert [line.pence for line in lines(way.export())] == [8000]
        decide_adjustment(manager, taken_back.id, True, taken_back.version)
        if not comes_back_first:
            assert way.claim.status is ClaimStatus.PAID
            say_line_came_back(finance, sent, "Account closed")
        assert way.claim.status is ClaimStatus.EXPORTED
        way.export()
        out = [line.pence for line in lines() if line.state is not LineState.BOUNCED]
        assert sum(out) == 12_000, "so that eighty pounds stay with the home when forty are taken back"

    def test_what_was_said_of_a_night_is_no_reason_on_a_statement(self, app: Flask) -> None:
        way = due().approved()
        way.pay(way.export())
        settle(way, way.dispute(), DisputeState.PUT_RIGHT)
        assert [each.reason for each in adjustments()] == ["The night of Thu 1 Oct was put right."]

    def test_an_adjustment_for_another_reason_hides_no_overpayment(self, app: Flask) -> None:
        way = due().approved()
        way.pay(way.export())
        by_hand = PutRight(-1, -4000, "A night was with another home.")
        propose_adjustment(viewer_for(way.around.liaison), OCTOBER, way.around.hub.id, by_hand)
        first = way.dispute(OCTOBER.days[0])
        settle(way, first, DisputeState.PUT_RIGHT)
        second = way.dispute(OCTOBER.days[1])
        settle(way, second, DisputeState.PUT_RIGHT)
        found = {(each.dispute_id, each.pence) for each in adjustments()}
        assert found == {(None, -4000), (first.id, -4000), (second.id, -4000)}

    def test_seventeen_with_one_in_question_pauses_all_that_is_due(self, app: Flask) -> None:
        way = due(17).approved()
        way.dispute()
        with pytest.raises(paying_rules.NothingToExport, match="something is wrong with a night"):
            way.export()
        of_it = money(way)
        assert (of_it.amount_pence, of_it.due_pence, of_it.paused_pence, of_it.to_send_pence) == (4000, 0, 4000, 0)

    def test_a_night_that_is_missing_pauses_nothing(self, app: Flask) -> None:
        way = due().approved()
        wrong = Wrong(OCTOBER.days[-1], None, "One night is missing.")
        say_what_is_wrong(viewer_for(way.around.carer), OCTOBER, way.around.hub.id, wrong)
        assert [line.pence for line in lines(way.export())] == [12_000]

    def test_a_claim_is_checked_and_approved_meanwhile_on_a_page_that_knows_of_it(self, app: Flask) -> None:
        way = due()
        seen = way.claim.version
        way.dispute()
        assert way.claim.version > seen
        way.approved()
        assert way.claim.status is ClaimStatus.APPROVED


class TestSaying:
    def test_staff_in_charge_are_told_and_the_carer_hears_what_came_of_it(self, app: Flask) -> None:
        way = due()
        dispute = way.dispute()
        assert any("something is wrong with the night of Thu 1 Oct" in words for words in told(way.around.liaison))
        assert not [words for words in told(way.around.manager) if "wrong" in words]
        settle(way, dispute, DisputeState.STANDS)
        assert any("stands as it was counted" in words for words in told(way.around.carer))

    def test_the_same_night_is_said_once(self, app: Flask) -> None:
        way = due()
        dispute = way.dispute()
        with pytest.raises(rules.DisputedAlready):
            way.dispute()
        settle(way, dispute, DisputeState.STANDS)
        way.dispute()
        carer, missing = viewer_for(way.around.carer), Wrong(NIGHT, None, "Missing.")
        say_what_is_wrong(carer, OCTOBER, way.around.hub.id, missing)
        with pytest.raises(rules.DisputedAlready):
            say_what_is_wrong(carer, OCTOBER, way.around.hub.id, missing)

    def test_only_a_night_of_the_month_and_of_the_home(self, app: Flask) -> None:
        way = due()
        carer = viewer_for(way.around.carer)
        with pytest.raises(rules.NightElsewhere):
            say_what_is_wrong(carer, OCTOBER, way.around.hub.id, Wrong(dt.date(2026, 11, 1), None, "?"))
        for night, stay_id in ((NIGHT, uuid.UUID(int=7)), (OCTOBER.days[-1], way.stays[0].id)):
            with pytest.raises(NoSuchNight):
                say_what_is_wrong(carer, OCTOBER, way.around.hub.id, Wrong(night, stay_id, "?"))

    def test_others_say_nothing_and_the_home_settles_nothing(self, app: Flask) -> None:
        way = due()
        dispute = way.dispute()
        with pytest.raises(NotFound):
            say_what_is_wrong(viewer_for(way.around.neighbour), OCTOBER, way.around.hub.id, Wrong(NIGHT, None, "?"))
        for person in (way.around.carer, way.around.finance):
            with pytest.raises(Forbidden):
                settle(way, dispute, DisputeState.STANDS, person)
        theirs = create_person(Role.MANAGER, way.around.service, home=way.around.hub)
        with pytest.raises(rules.OwnMoney):
            settle(way, dispute, DisputeState.STANDS, theirs)

    def test_it_is_settled_once(self, app: Flask) -> None:
        way = due()
        dispute = way.dispute()
        settle(way, dispute, DisputeState.STANDS)
        with pytest.raises(rules.SettledAlready):
            settle(way, dispute, DisputeState.PUT_RIGHT)
        assert row(NightDispute, dispute.id).state is DisputeState.STANDS


class TestClock:
    def test_days_are_counted_and_managers_are_told_once_after_a_week(
        self, app: Flask, clock: time_machine.Traveller
    ) -> None:
        way = due()
        way.dispute()
        assert [each.days for each in open_disputes(viewer_for(way.around.liaison))] == [0]
        for days in (6, 7, 8):
            clock.move_to(f"2026-11-{22 + days}T09:00Z")
            tell_of_long_waits(Viewer.system(), way.around.service.id, TODAY, TODAY + dt.timedelta(days=days))
            waits = [words for words in told(way.around.manager) if "has waited for" in words]
            assert [" for 7 days" in words for words in waits] == ([True] if days >= 7 else [])

    def test_another_service_hears_nothing(self, app: Flask, clock: time_machine.Traveller) -> None:
        way, other = due(), due()
        way.dispute()
        clock.move_to("2026-12-20T09:00Z")
        done = tell_of_long_waits(Viewer.system(), other.around.service.id, TODAY, TODAY)
        assert (done.found, tell_of_long_waits(Viewer.system(), None, TODAY, TODAY).found) == (0, 0)
        assert told(other.around.manager) == set()
