"""The jobs are off for three days, over a Monday or a month's end: all is made up for once, and dated right."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.core.clock import Month
from constellations.jobs.scheduler import catch_up
from tests.alerts import outbox
from tests.constellations.accounts.signing_in import with_password
from tests.constellations.notices.alerts.telling import tell_something
from tests.factories import create_child, create_stay
from tests.faults.figures import note
from tests.faults.walked.days import claims, kind_of, looked_after, mondays_of
from tests.sleepovers.claims.months import NOVEMBER, Around, create_around, host

pytestmark = pytest.mark.faults


def sleep(around: Around, arrive: str, depart: str) -> None:
    """Let one more child sleep at the hub."""
    create_stay(create_child(around.service, initials="ZK"), around.hub, arrive, depart)


def test_three_days_over_a_monday_are_made_up_for_once(app: Flask, clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-20T09:00Z")
    first, second, never = create_around(), create_around(), create_around()
    for around in (first, second, never):
        host(around.hub, 16, NOVEMBER)
    with_password(first.carer)
    tell_something(first.carer)
    catch_up(app)
    assert claims() == []
    # Off from Friday on; the seventeenth nights are on Friday and on Sunday.
    sleep(first, "2026-11-20", "2026-11-21")
    sleep(second, "2026-11-22", "2026-11-23")
    clock.move_to("2026-11-24T10:00Z")
    for _ in range(3):
        catch_up(app)
    assert claims() == sorted([(first.hub.id, NOVEMBER), (second.hub.id, NOVEMBER)])
    assert mondays_of(first.carer.id)[-1] == dt.date(2026, 11, 23)
    digests = [mail for mail in outbox() if "waits for you" in mail.subject and mail.address == first.carer.email]
    assert len(digests) == 1
    friday, saturday, tuesday = dt.date(2026, 11, 20), dt.date(2026, 11, 21), dt.date(2026, 11, 24)
    assert looked_after() == [(friday, friday)] * 3 + [(saturday, tuesday)] * 3
    note(13, of="over a Monday", on=kind_of(app), flags=2, flags_due=2, digests=len(digests))


def test_three_days_over_the_end_of_a_month_are_made_up_for_once(app: Flask, clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-29T09:00Z")
    around = create_around()
    host(around.hub, 16, NOVEMBER)
    catch_up(app)
    sleep(around, "2026-11-30", "2026-12-01")
    clock.move_to("2026-12-02T09:00Z")
    catch_up(app)
    catch_up(app)
    assert claims() == [(around.hub.id, NOVEMBER)]
    assert Month.of(looked_after()[-1][0]) == NOVEMBER
    note(13, of="over the end of a month", on=kind_of(app), flags=1, flags_due=1)
