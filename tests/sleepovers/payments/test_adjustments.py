"""Putting right a month that is closed: two people, a reason, with the next open month."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from constellations.access import visible
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.claims.actions import close_month
from sleepovers.claims.queries import months_to_close
from sleepovers.nights.actions import mark_absent
from sleepovers.nights.rules import MonthClosed
from sleepovers.payments import rules
from sleepovers.payments.adjusting.actions import PutRight, decide_adjustment, propose_adjustment
from sleepovers.payments.adjusting.rules import BadAdjustment
from sleepovers.payments.exporting.actions import export_uplifts
from sleepovers.payments.models import Adjustment
from sleepovers.payments.rules import AdjustmentStatus
from sleepovers.uplift import ClaimStatus
from tests.factories import create_person
from tests.sleepovers.claims.months import OCTOBER
from tests.sleepovers.payments.paths import EVERYTHING, SEPTEMBER, Due, due, lines, row

MINUS = PutRight(-1, -4000, "One night was counted twice.")


def proposed(way: Due, wanted: PutRight = MINUS, person: Person | None = None) -> Adjustment:
    """The liaison worker proposes it."""
    who = viewer_for(person or way.around.liaison)
    return row(Adjustment, propose_adjustment(who, way.month, way.around.hub.id, wanted))


def decide(way: Due, adjustment: Adjustment, is_approved: bool = True, person: Person | None = None) -> Adjustment:
    """The manager decides about it."""
    fresh = row(Adjustment, adjustment.id)
    decide_adjustment(viewer_for(person or way.around.manager), fresh.id, is_approved, fresh.version)
    return row(Adjustment, adjustment.id)


@pytest.fixture
def way(app: Flask) -> Due:
    """September, approved and sent."""
    made = due(month=SEPTEMBER).approved()
    made.export()
    return made


class TestTwoPeople:
    def test_one_proposes_another_approves_and_it_goes_out_with_the_next_open_month(self, way: Due) -> None:
        adjustment = proposed(way)
        assert (adjustment.claim_id, adjustment.into_month) == (way.claim.id, OCTOBER)
        decided = decide(way, adjustment)
        assert (decided.status, decided.decided_by) == (AdjustmentStatus.APPROVED, way.around.manager.id)
        finance = viewer_for(way.around.finance)
        with pytest.raises(rules.MonthStillOpen):
            export_uplifts(finance, way.around.service.id, OCTOBER)
        close_month(viewer_for(way.around.manager), way.around.service.id, OCTOBER)
        batch = export_uplifts(finance, way.around.service.id, OCTOBER)
        assert [(line.pence, line.adjustment_id, line.claim_id) for line in lines(batch)] == [
            (-4000, adjustment.id, None)
        ]
        assert row(Adjustment, adjustment.id).status is AdjustmentStatus.EXPORTED
        way.pay(batch)
        assert row(Adjustment, adjustment.id).status is AdjustmentStatus.PAID
        assert way.claim.status is ClaimStatus.EXPORTED

    def test_the_month_that_pays_it_is_asked_for_though_nobody_slept_anywhere(self, way: Due) -> None:
        adjustment, manager = proposed(way), viewer_for(way.around.manager)
        assert OCTOBER not in months_to_close(manager)
        decide(way, adjustment)
        assert OCTOBER in months_to_close(manager)

    def test_nobody_decides_about_what_they_proposed(self, way: Due) -> None:
        adjustment = proposed(way, person=way.around.manager)
        with pytest.raises(rules.OwnProposal):
            decide(way, adjustment)
        with pytest.raises(Forbidden):
            decide(way, adjustment, person=way.around.liaison)
        assert decide(way, adjustment, person=way.around.finance).status is AdjustmentStatus.APPROVED

    def test_nobody_of_the_home_proposes_or_decides(self, way: Due) -> None:
        theirs = create_person(Role.MANAGER, way.around.service, home=way.around.hub)
        with pytest.raises(rules.OwnMoney):
            proposed(way, person=theirs)
        adjustment = proposed(way)
        with pytest.raises(rules.OwnMoney):
            decide(way, adjustment, person=theirs)

    def test_it_may_be_let_be_and_is_decided_once(self, way: Due) -> None:
        adjustment = decide(way, proposed(way), is_approved=False)
        assert adjustment.status is AdjustmentStatus.WAIVED
        with pytest.raises(rules.SettledAlready):
            decide(way, adjustment)
        stale = proposed(way)
        with pytest.raises(rules.SettledAlready):
            decide_adjustment(viewer_for(way.around.manager), stale.id, True, stale.version + 1)

    def test_the_database_refuses_one_person_alone(self, way: Due) -> None:
        adjustment = proposed(way)
        with pytest.raises(IntegrityError), transaction() as here:
            mine = here.scalars(visible(EVERYTHING, Adjustment)).one()
            mine.status, mine.decided_by = AdjustmentStatus.APPROVED, mine.proposed_by
        assert row(Adjustment, adjustment.id).status is AdjustmentStatus.PROPOSED


class TestWhenAndWhat:
    def test_the_carers_are_told(self, way: Due) -> None:
        proposed(way)
        notices = visible(EVERYTHING, Notice).where(Notice.person_id == way.around.carer.id)
        assert any("is to be put right" in notice.words for notice in session().scalars(notices))

    def test_an_open_month_is_corrected_on_its_nights(self, app: Flask) -> None:
        with pytest.raises(rules.MonthNotClosed):
            proposed(due())

    def test_a_night_corrected_after_the_close_is_refused_and_leads_to_an_adjustment(self, way: Due) -> None:
        stay = way.stays[0]
        with pytest.raises(MonthClosed, match="adjustment"):
            mark_absent(viewer_for(way.around.carer), stay.id, 1, stay.arrive_on, "At home")
        assert proposed(way).pence == -4000

    def test_a_home_without_a_claim_can_be_put_right_too(self, app: Flask) -> None:
        way = due(17, month=SEPTEMBER)
        way.close()
        satellite = way.around.satellite.id
        key = propose_adjustment(viewer_for(way.around.liaison), SEPTEMBER, satellite, PutRight(1, 4000, "Forgotten."))
        assert row(Adjustment, key).claim_id is None

    @pytest.mark.parametrize("pence", [0, 1_000_001, -1_000_001])
    def test_nothing_and_too_much_are_refused(self, way: Due, pence: int) -> None:
        with pytest.raises(BadAdjustment):
            proposed(way, PutRight(0, pence, "?"))

    def test_a_month_that_closed_meanwhile_passes_it_on(self, way: Due) -> None:
        adjustment = proposed(way)
        close_month(viewer_for(way.around.manager), way.around.service.id, OCTOBER)
        assert decide(way, adjustment).into_month == OCTOBER.shifted(1)

    def test_a_home_elsewhere_is_not_there(self, way: Due) -> None:
        other = due(month=SEPTEMBER)
        with pytest.raises(NotFound):
            propose_adjustment(viewer_for(way.around.liaison), SEPTEMBER, other.around.hub.id, MINUS)
