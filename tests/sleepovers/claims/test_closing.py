"""Closing months: over, told, by an act, for good; and when staff are asked to."""

import threading

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.claims.actions import close_month
from sleepovers.claims.models import Claim
from sleepovers.claims.queries import closed_months, months_to_close
from sleepovers.claims.rules import AlreadyClosed, MonthNotOver, NightsUntold, RateMissing
from sleepovers.models import StayNight
from sleepovers.policies.actions import start_rate
from sleepovers.rules import NightState, StayState
from sleepovers.uplift import ClaimStatus, Rate
from tests.factories import create_person, create_service
from tests.sleepovers.claims.months import NOVEMBER, OCTOBER, create_around, host, set_rate

EVERYTHING = Viewer.system()


class TestCloseMonth:
    def test_a_closed_month_stays_closed(self, app: Flask) -> None:
        around = create_around()
        set_rate(around.service)
        host(around.hub, 17)
        viewer = viewer_for(around.liaison)
        close_month(viewer, around.service.id, OCTOBER)
        assert closed_months(viewer, around.service.id) == {OCTOBER}
        assert [claim.status for claim in session().scalars(visible(EVERYTHING, Claim))] == [ClaimStatus.FLAGGED]
        with pytest.raises(AlreadyClosed):
            close_month(viewer, around.service.id, OCTOBER)

    def test_closing_is_in_both_logs(self, app: Flask) -> None:
        around = create_around()
        close_month(viewer_for(around.manager), around.service.id, OCTOBER)
        (activity,) = session().scalars(visible(EVERYTHING, Activity)).all()
        assert (activity.action, activity.person_id) == ("close_month", around.manager.id)
        (entry,) = session().scalars(visible(EVERYTHING, AuditEntry)).all()
        assert (entry.action, entry.subject, entry.fields) == ("close_month", "closed_month", "month")

    def test_a_running_month_cannot_be_closed(self, app: Flask, clock: time_machine.Traveller) -> None:
        around = create_around()
        clock.move_to("2026-11-30T23:59Z")
        with pytest.raises(MonthNotOver, match="1 December 2026"):
            close_month(viewer_for(around.manager), around.service.id, NOVEMBER)
        clock.move_to("2026-12-01T00:00Z")
        close_month(viewer_for(around.manager), around.service.id, NOVEMBER)
        assert closed_months(EVERYTHING, around.service.id) == {NOVEMBER}

    def test_nights_that_nobody_told_keep_it_open_also_those_of_others(self, app: Flask) -> None:
        around = create_around()
        other = create_around(around.service)
        host(other.hub, 3, state=StayState.AGREED)
        with pytest.raises(NightsUntold, match="3 nights"):
            close_month(viewer_for(around.liaison), around.service.id, OCTOBER)
        assert closed_months(EVERYTHING, around.service.id) == set()

    def test_what_is_due_without_an_amount_keeps_it_open_until_a_rate_is_set(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 17)
        viewer = viewer_for(around.manager)
        with pytest.raises(RateMissing, match="1 uplift has no amount"):
            close_month(viewer, around.service.id, OCTOBER)
        assert closed_months(EVERYTHING, around.service.id) == set()
        start_rate(viewer, Rate(OCTOBER.first, 0, None))
        close_month(viewer, around.service.id, OCTOBER)
        assert [claim.amount_pence for claim in session().scalars(visible(EVERYTHING, Claim))] == [0]

    def test_a_month_before_a_closed_one_can_be_closed_though_no_rate_can_begin_in_it(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 17, OCTOBER.shifted(-1))
        viewer = viewer_for(around.manager)
        close_month(viewer, around.service.id, OCTOBER)
        close_month(viewer, around.service.id, OCTOBER.shifted(-1))
        assert closed_months(EVERYTHING, around.service.id) == {OCTOBER, OCTOBER.shifted(-1)}

    def test_another_service_closes_for_itself(self, app: Flask) -> None:
        around, other = create_around(), create_around()
        host(other.hub, 3, state=StayState.AGREED)
        close_month(viewer_for(around.manager), around.service.id, OCTOBER)
        assert closed_months(EVERYTHING, other.service.id) == set()
        with pytest.raises(NotFound):
            close_month(viewer_for(around.manager), other.service.id, OCTOBER)

    def test_nobody_closes_a_month_while_a_night_of_it_is_told(self, app: Flask) -> None:
        around = create_around()
        stay, *_ = host(around.hub, 3)
        viewer, refused = viewer_for(around.manager), []

        def close() -> None:
            with app.app_context(), pytest.raises(NightsUntold) as raised:
                close_month(viewer, around.service.id, OCTOBER)
            refused.append(raised.value)

        closing = threading.Thread(target=close)
        with transaction() as here:
            assert closed_months(viewer, around.service.id) == set()
            closing.start()
            closing.join(timeout=0.3)
            assert closing.is_alive()
            for row in here.scalars(visible(EVERYTHING, StayNight).where(StayNight.stay_id == stay.id)):
                row.state = NightState.PLANNED
        closing.join()
        assert len(refused) == 1

    @pytest.mark.parametrize("role", ["carer", "neighbour", "finance"])
    def test_only_those_who_may_close(self, app: Flask, role: str) -> None:
        around = create_around()
        with pytest.raises(Forbidden):
            close_month(viewer_for(getattr(around, role)), around.service.id, OCTOBER)


class TestMonthsToClose:
    def test_staff_are_asked_from_the_fifth_on(self, app: Flask, clock: time_machine.Traveller) -> None:
        around = create_around()
        host(around.hub, 2)
        clock.move_to("2026-11-04T12:00Z")
        assert months_to_close(viewer_for(around.liaison)) == []
        clock.move_to("2026-11-05T00:00Z")
        assert months_to_close(viewer_for(around.liaison)) == [OCTOBER]
        assert months_to_close(viewer_for(around.carer)) == []

    def test_a_month_without_nights_or_closed_is_not_asked_for(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 2)
        host(around.hub, 2, OCTOBER.shifted(-2))
        viewer = viewer_for(around.manager)
        assert months_to_close(viewer) == [OCTOBER.shifted(-2), OCTOBER]
        close_month(viewer, around.service.id, OCTOBER)
        assert months_to_close(viewer) == [OCTOBER.shifted(-2)]

    def test_nothing_of_another_service_is_asked_for(self, app: Flask) -> None:
        around = create_around()
        host(around.hub, 2)
        stranger = create_person(Role.MANAGER, create_service())
        assert months_to_close(viewer_for(stranger)) == []
        assert months_to_close(viewer_for(around.manager)) == [OCTOBER]
