"""Flagging and closing: claims follow the nights, people are told once, closed is closed."""

import uuid
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.notices.models import Notice, OutboxMail
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.claims.actions import flag_uplifts
from sleepovers.claims.models import Claim
from sleepovers.models import StayNight
from sleepovers.policies.actions import start_policy
from sleepovers.policies.models import UpliftRate
from sleepovers.rules import NightState
from sleepovers.uplift import DEFAULT_POLICY, RATE_NOT_SET, ClaimStatus
from tests.alerts import alert_all
from tests.factories import create_person, stored
from tests.sleepovers.claims.months import OCTOBER, create_around, host, stand

EVERYTHING = Viewer.system()


def flag(service_id: uuid.UUID) -> tuple[int, int]:
    """Flag October; gives how many are due, and how many claims changed."""
    (flagged,) = flag_uplifts(EVERYTHING, service_id, [OCTOBER])
    return flagged.due, flagged.changed


def claims() -> list[Claim]:
    """Every claim, read afresh."""
    session().expire_all()
    return list(session().scalars(visible(EVERYTHING, Claim)))


def told(person: Person) -> list[str]:
    """What somebody was told, the oldest first."""
    asked = visible(EVERYTHING, Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return [notice.words for notice in session().scalars(asked)]


def not_stayed(stay_id: uuid.UUID, nights: int) -> None:
    """Say of so many nights of a stay that the child did not sleep there."""
    with transaction() as here:
        rows = here.scalars(visible(EVERYTHING, StayNight).where(StayNight.stay_id == stay_id)).all()
        for row in rows[:nights]:
            row.state = NightState.NOT_STAYED


def stand_at(status: ClaimStatus) -> None:
    """Bring the one claim to a status that another act would give it."""
    with transaction() as here:
        stand(here.scalars(visible(EVERYTHING, Claim)).one(), status)


def pay_forty_pounds(service_id: uuid.UUID) -> None:
    stored(UpliftRate(service_id=service_id, valid_from=OCTOBER.first, per_night_pence=4000))


class TestFlagUplifts:
    def test_the_seventeenth_night_makes_a_claim(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 17)
        assert flag(around.service.id) == (1, 1)
        (claim,) = claims()
        assert (claim.home_id, claim.month, claim.status) == (around.hub.id, OCTOBER, ClaimStatus.FLAGGED)
        assert (claim.child_nights, claim.counted, claim.threshold, claim.beyond) == (17, 17, 16, 1)
        assert (claim.amount_pence, claim.amount_reason, claim.policy_valid_from) == (None, RATE_NOT_SET, None)

    def test_exactly_sixteen_makes_none(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 16)
        assert flag(around.service.id) == (0, 0)
        assert claims() == []

    def test_a_satellite_that_hosts_eighteen_makes_none(self, app: Flask) -> None:
        around = create_around()
        host(around.satellite, 18)
        assert flag(around.service.id) == (0, 0)
        assert claims() == []
        assert told(around.neighbour) == []

    def test_flagging_twice_changes_nothing(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 19)
        pay_forty_pounds(around.service.id)
        flag(around.service.id)
        before = [(claim.id, claim.version, claim.amount_pence) for claim in claims()]
        written = len(session().scalars(visible(EVERYTHING, Activity)).all())
        assert flag(around.service.id) == (1, 0)
        assert [(claim.id, claim.version, claim.amount_pence) for claim in claims()] == before
        assert len(session().scalars(visible(EVERYTHING, Activity)).all()) == written
        assert before[0][2] == 12_000

    def test_each_change_is_in_both_logs(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 17)
        flag(around.service.id)
        (claim,) = claims()
        (activity,) = session().scalars(visible(EVERYTHING, Activity)).all()
        assert (activity.action, activity.subject_id, activity.home_id) == ("flag_uplift", claim.id, around.hub.id)
        (entry,) = session().scalars(visible(EVERYTHING, AuditEntry)).all()
        assert (entry.action, entry.subject, entry.subject_id) == ("flag_uplift", "claim", claim.id)
        assert "counted" in entry.fields

    def test_a_claim_falls_to_void_and_comes_back(self, app: Flask) -> None:
        around = create_around()
        first, *_ = host(around.hub, 18)
        flag(around.service.id)
        not_stayed(first.id, 2)
        assert flag(around.service.id) == (0, 1)
        assert [(claim.status, claim.counted) for claim in claims()] == [(ClaimStatus.VOID, 16)]
        with transaction() as here:
            for row in here.scalars(visible(EVERYTHING, StayNight).where(StayNight.stay_id == first.id)):
                row.state = NightState.HAPPENED
        assert flag(around.service.id) == (1, 1)
        assert [(claim.status, claim.counted) for claim in claims()] == [(ClaimStatus.FLAGGED, 18)]

    def test_a_checked_claim_is_flagged_again_when_it_changes_and_only_then(self, app: Flask) -> None:
        around = create_around()
        first, *_ = host(around.hub, 19)
        flag(around.service.id)
        stand_at(ClaimStatus.CHECKED)
        assert flag(around.service.id) == (1, 0)
        assert claims()[0].status is ClaimStatus.CHECKED
        not_stayed(first.id, 1)
        assert flag(around.service.id) == (1, 1)
        assert (claims()[0].status, claims()[0].counted) == (ClaimStatus.FLAGGED, 18)

    @pytest.mark.parametrize("status", [ClaimStatus.APPROVED, ClaimStatus.EXPORTED, ClaimStatus.PAID])
    def test_from_approval_on_a_claim_stands(self, app: Flask, status: ClaimStatus) -> None:
        around = create_around()
        first, *_ = host(around.hub, 19)
        flag(around.service.id)
        stand_at(status)
        not_stayed(first.id, 5)
        assert flag(around.service.id) == (0, 0)
        assert (claims()[0].status, claims()[0].counted) == (status, 19)

    def test_a_rate_that_is_set_later_gives_the_claim_its_amount(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 18)
        flag(around.service.id)
        pay_forty_pounds(around.service.id)
        assert flag(around.service.id) == (1, 1)
        assert (claims()[0].amount_pence, claims()[0].amount_reason) == (8000, None)

    def test_nothing_of_another_service_is_touched(self, app: Flask) -> None:
        around, other = create_around(), create_around()
        host(around.hub, 17)
        host(other.hub, 17)
        flag(around.service.id)
        assert [claim.home_id for claim in claims()] == [around.hub.id]
        with pytest.raises(NotFound):
            flag_uplifts(viewer_for(around.manager), other.service.id, [OCTOBER])

    def test_a_carer_may_not_flag(self, app: Flask) -> None:
        around = create_around()
        with pytest.raises(Forbidden):
            flag_uplifts(viewer_for(around.carer), around.service.id, [OCTOBER])


class TestTelling:
    def test_carer_and_liaison_worker_are_told_once_at_each_level(self, app: Flask) -> None:
        around = create_around()
        second = create_person(Role.SATELLITE_CARER, home=around.hub)
        for night in range(1, 18):
            host(around.hub, 1, OCTOBER)
            flag(around.service.id)
            levels = sum(night >= level for level in (12, 15, 16, 17))
            for person in (around.carer, second, around.liaison):
                assert len(told(person)) == levels
        for person in (around.neighbour, around.manager, around.finance):
            assert told(person) == []

    def test_twelve_asks_the_liaison_worker_how_they_are(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 12)
        flag(around.service.id)
        assert told(around.liaison) == [
            f"{around.hub.name} has had 12 of 16 nights in October 2026. This is a good time to ask how they are."
        ]

    def test_who_comes_to_nineteen_in_one_go_is_told_once(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 19)
        flag(around.service.id)
        assert len(told(around.carer)) == len(told(around.liaison)) == 1
        assert "An uplift is due" in told(around.carer)[0]

    def test_a_low_threshold_has_fewer_levels(self, app: Flask) -> None:
        around = create_around()
        start_policy(viewer_for(around.manager), replace(DEFAULT_POLICY, valid_from=OCTOBER.first, threshold=4))
        host(around.hub, 2)
        flag(around.service.id)
        assert told(around.carer) == []
        host(around.hub, 1)
        flag(around.service.id)
        assert len(told(around.carer)) == 1

    def test_only_what_is_due_goes_by_mail_and_the_mail_names_nobody(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 16)
        flag(around.service.id)
        alert_all()
        mails = select(OutboxMail).execution_options(**visible(EVERYTHING, OutboxMail).get_execution_options())
        assert session().scalars(mails).all() == []
        host(around.hub, 1)
        flag(around.service.id)
        alert_all()
        sent = session().scalars(mails).all()
        assert {mail.address for mail in sent} == {around.carer.email, around.liaison.email}
        assert all(around.hub.name not in mail.subject + mail.body and "night" not in mail.body for mail in sent)
