"""From flag to payment: each step in its turn, by another person, and what was said stays."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import IntegrityError

from constellations.access import Viewer, visible
from constellations.activity.models import AuditEntry
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound, RuleBroken
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.claims.queries import uplift_rows
from sleepovers.models import StayNight
from sleepovers.payments import rules
from sleepovers.payments.approving.actions import approve_claims
from sleepovers.payments.checking.actions import check_claim, say_it_looks_right
from sleepovers.payments.paying import rules as paying_rules
from sleepovers.payments.snapshot import seal_of
from sleepovers.uplift import ClaimStatus
from tests.constraints import broken_constraint
from tests.factories import changed, create_person, stored
from tests.sleepovers.claims.months import OCTOBER, create_around, host
from tests.sleepovers.payments.paths import EVERYTHING, claim_of, due, sleep_not


def told(person_id: object) -> set[str]:
    """What somebody was told."""
    asked = visible(EVERYTHING, Notice).where(Notice.person_id == person_id)
    return {notice.words for notice in session().scalars(asked)}


class TestTheWay:
    def test_a_claim_goes_from_flag_to_payment_by_four_people(self, app: Flask) -> None:
        way = due()
        around = way.around
        assert way.claim.status is ClaimStatus.FLAGGED
        say_it_looks_right(viewer_for(around.carer), way.claim.id, way.claim.version)
        assert way.claim.said_right_by == around.carer.id
        way.check()
        assert (way.claim.status, way.claim.checked_by) == (ClaimStatus.CHECKED, around.liaison.id)
        way.close()
        way.approve()
        assert (way.claim.status, way.claim.approved_by) == (ClaimStatus.APPROVED, around.manager.id)
        batch = way.export()
        assert (way.claim.status, batch.number, batch.line_count, batch.pence) == (ClaimStatus.EXPORTED, 1, 1, 12_000)
        way.pay(batch)
        assert claim_of(around.hub).status is ClaimStatus.PAID
        assert told(around.carer.id) >= {
            "The uplift of your home for October 2026 is approved. See the statement.",
            "The uplift of your home for October 2026 was paid on Sunday 22 November 2026. See the statement.",
        }
        acts = [entry.action for entry in session().scalars(visible(EVERYTHING, AuditEntry).order_by(AuditEntry.seq))]
        assert acts == [
            "flag_uplift",
            "said_uplift_right",
            "checked_uplift",
            "close_month",
            "approved_uplift",
            "exported_uplifts",
            "paid_line",
        ]

    def test_silence_blocks_nothing(self, app: Flask) -> None:
        way = due().approved()
        assert (way.claim.said_right_at, way.claim.status) == (None, ClaimStatus.APPROVED)

    def test_nothing_skips_a_step(self, app: Flask) -> None:
        way = due()
        way.close()
        with pytest.raises(rules.WrongStep, match="flagged, waits to be checked"):
            way.approve()
        with pytest.raises(paying_rules.NothingToExport):
            way.export()
        way.check()
        with pytest.raises(rules.WrongStep, match="checked"):
            way.check()
        way.approve()
        with pytest.raises(rules.WrongStep):
            way.approve()

    def test_approval_waits_for_the_close(self, app: Flask) -> None:
        way = due()
        way.check()
        with pytest.raises(rules.MonthStillOpen):
            way.approve()
        with pytest.raises(rules.MonthStillOpen):
            way.export()
        assert way.claim.status is ClaimStatus.CHECKED

    def test_without_a_rate_nobody_approves(self, app: Flask) -> None:
        way = due(pence=None)
        way.check()
        # As a month may stand that was closed before closing asked for a rate.
        stored(ClosedMonth(service_id=way.around.service.id, month=OCTOBER))
        with pytest.raises(rules.NoAmount):
            way.approve()

    def test_nothing_chosen_and_another_month_are_refused(self, app: Flask) -> None:
        way = due()
        manager = viewer_for(way.around.manager)
        way.check()
        way.close()
        with pytest.raises(rules.NothingChosen):
            approve_claims(manager, OCTOBER, {})
        with pytest.raises(rules.ClaimChanged):
            approve_claims(manager, OCTOBER.shifted(-1), {way.claim.id: way.claim.version})

    def test_all_that_is_chosen_is_approved_or_nothing(self, app: Flask) -> None:
        way = due()
        other = due(17, create_around(way.around.service))
        way.check()
        way.close()
        chosen = {each.claim.id: each.claim.version for each in (way, other)}
        with pytest.raises(rules.WrongStep):
            approve_claims(viewer_for(way.around.manager), OCTOBER, chosen)
        assert (way.claim.status, other.claim.status) == (ClaimStatus.CHECKED, ClaimStatus.FLAGGED)
        other.check()
        chosen = {each.claim.id: each.claim.version for each in (way, other)}
        assert approve_claims(viewer_for(way.around.manager), OCTOBER, chosen) == 2


class TestWhoMay:
    def test_who_checked_does_not_approve_also_under_another_role(self, app: Flask) -> None:
        way = due()
        way.check()
        way.close()
        changed(way.around.liaison, role=Role.MANAGER)
        way.around.liaison.role = Role.MANAGER
        with pytest.raises(rules.OwnCheck):
            way.approve(way.around.liaison)
        way.approve(way.around.finance)
        assert way.claim.approved_by == way.around.finance.id

    def test_somebody_of_the_payees_home_neither_checks_nor_approves(self, app: Flask) -> None:
        way = due()
        service = way.around.service
        theirs = create_person(Role.MANAGER, service, home=way.around.hub)
        with pytest.raises(rules.OwnMoney):
            way.check(theirs)
        way.check()
        way.close()
        with pytest.raises(rules.OwnMoney):
            way.approve(theirs)

    def test_a_carer_who_said_it_looks_right_approves_it_in_no_other_role(self, app: Flask) -> None:
        way = due()
        say_it_looks_right(viewer_for(way.around.carer), way.claim.id, way.claim.version)
        way.check()
        way.close()
        changed(way.around.carer, role=Role.MANAGER, home_id=None)
        way.around.carer.role, way.around.carer.home_id = Role.MANAGER, None
        with pytest.raises(rules.OwnMoney):
            way.approve(way.around.carer)

    def test_who_alone_confirmed_the_nights_does_not_approve(self, app: Flask) -> None:
        way = due()
        way.check()
        with transaction() as here:
            for night in here.scalars(visible(EVERYTHING, StayNight)):
                night.confirmed_by = way.around.manager.id
        way.close()
        with pytest.raises(rules.OnlyConfirmer):
            way.approve()
        way.approve(way.around.finance)

    def test_roles_and_strangers_are_refused(self, app: Flask) -> None:
        way, stranger = due(), create_around()
        at = way.claim.id, way.claim.version
        for person in (way.around.carer, way.around.finance):
            with pytest.raises(Forbidden):
                check_claim(viewer_for(person), *at)
        with pytest.raises(Forbidden):
            say_it_looks_right(viewer_for(way.around.manager), *at)
        for viewer in (viewer_for(stranger.liaison), viewer_for(stranger.manager)):
            with pytest.raises(NotFound):
                check_claim(viewer, *at)
        with pytest.raises(NotFound):
            say_it_looks_right(viewer_for(way.around.neighbour), *at)
        with pytest.raises(Forbidden):
            approve_claims(viewer_for(way.around.liaison), OCTOBER, {at[0]: at[1]})
        with pytest.raises(NotFound):
            approve_claims(viewer_for(stranger.manager), OCTOBER, {at[0]: at[1]})


class TestFigures:
    def test_a_page_from_before_a_change_checks_nothing_and_the_change_is_kept(self, app: Flask) -> None:
        way = due()
        seen = way.claim.id, way.claim.version
        sleep_not(way.stays[0])
        with pytest.raises(rules.ClaimChanged):
            check_claim(viewer_for(way.around.liaison), *seen)
        assert (way.claim.counted, way.claim.status) == (18, ClaimStatus.FLAGGED)
        way.check()
        assert way.claim.status is ClaimStatus.CHECKED

    def test_a_change_sends_a_checked_claim_back_without_its_words(self, app: Flask) -> None:
        way = due()
        say_it_looks_right(viewer_for(way.around.carer), way.claim.id, way.claim.version)
        way.check()
        sleep_not(way.stays[0])
        way.flag()
        claim = way.claim
        assert (claim.status, claim.checked_by, claim.said_right_by) == (ClaimStatus.FLAGGED, None, None)

    def test_what_falls_to_the_threshold_is_void_and_cannot_be_checked(self, app: Flask) -> None:
        way = due(17)
        sleep_not(way.stays[0])
        with pytest.raises(rules.ClaimChanged):
            way.check()
        assert way.claim.status is ClaimStatus.VOID
        with pytest.raises(rules.WrongStep, match="not due any more"):
            way.check()
        with pytest.raises(rules.WrongStep):
            say_it_looks_right(viewer_for(way.around.carer), way.claim.id, way.claim.version)
        host(way.around.hub, 1)
        way.flag()
        assert claim_of(way.around.hub).status is ClaimStatus.FLAGGED

    def test_from_approval_on_the_sealed_snapshot_stands_and_the_report_prints_it(self, app: Flask) -> None:
        way = due().approved()
        claim = way.claim
        assert claim.snapshot is not None
        assert claim.working is not None
        assert claim.snapshot_sha256 == seal_of(claim.snapshot, claim.working)  # type: ignore[arg-type]  # as stored
        assert len(claim.working["nights"]) == 19  # type: ignore[arg-type]  # as stored
        sleep_not(way.stays[0], 5)
        way.flag()
        (row,) = uplift_rows(Viewer.system(), OCTOBER)
        assert (row.figures["counted"], row.figures["amount_pence"], row.figures["status"]) == (19, 12_000, "approved")
        assert way.claim.version == claim.version

    def test_the_snapshot_names_no_child(self, app: Flask) -> None:
        way = due().approved()
        said = f"{way.claim.snapshot} {way.claim.working}"
        children = {str(stay.child_id) for stay in way.stays}
        assert not [child for child in children if child in said]
        assert "AK" not in said


class TestTables:
    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"status": ClaimStatus.CHECKED}, "ck_claim_checked_by_somebody"),
            ({"status": ClaimStatus.APPROVED, "checked_by": 1}, "ck_claim_approved_after_the_close"),
            ({"checked_by": 1, "approved_by": 1}, "ck_claim_approved_by_another"),
            ({"approver_home_id": 0}, "ck_claim_approved_by_no_payee"),
        ],
    )
    def test_the_database_refuses_what_skips_a_step(
        self, app: Flask, values: dict[str, object], constraint: str
    ) -> None:
        way = due()
        given = {0: way.around.hub.id, 1: way.around.liaison.id}
        with pytest.raises(IntegrityError) as refused, transaction() as here:
            claim = here.scalars(visible(EVERYTHING, Claim)).one()
            for name, value in values.items():
                setattr(claim, name, given.get(value, value) if isinstance(value, int) else value)
        assert broken_constraint(refused.value) == constraint

    def test_no_claim_rests_on_a_month_that_is_open(self, app: Flask) -> None:
        way = due()
        with pytest.raises(IntegrityError), transaction() as here:
            here.scalars(visible(EVERYTHING, Claim)).one().closed = OCTOBER
        assert claim_of(way.around.hub).closed is None


def test_a_refused_step_leaves_no_trace(app: Flask, clock: time_machine.Traveller) -> None:
    way = due()
    written = len(session().scalars(visible(EVERYTHING, AuditEntry)).all())
    clock.shift(dt.timedelta(days=1))
    with pytest.raises(RuleBroken):
        way.approve()
    assert len(session().scalars(visible(EVERYTHING, AuditEntry)).all()) == written
