"""The uplift pages and the policies in a real browser."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.access import Viewer
from sleepovers.claims.actions import flag_uplifts
from sleepovers.policies.models import UpliftRate
from sleepovers.rules import StayKind, StayState
from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.factories import create_child, create_stay, stored
from tests.sleepovers.claims.months import OCTOBER, Around, create_around, host


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub with nineteen nights in October that count and one that does not, and a satellite with two."""
    made = create_around()
    host(made.hub, 19)
    host(made.satellite, 2)
    stored(UpliftRate(service_id=made.service.id, valid_from=OCTOBER.first, per_night_pence=4000))
    child = create_child(made.service, made.satellite, initials="ZQ")
    create_stay(child, made.hub, "2026-10-20", "2026-10-21", kind=StayKind.OUTREACH)
    create_stay(child, made.hub, "2026-10-27", "2026-10-29", StayState.AGREED)
    flag_uplifts(Viewer.system(), made.service.id, [OCTOBER])
    return made


def test_the_uplift_month_and_the_working_are_legible(app: Flask, around: Around, page: Page, live_server: str) -> None:
    sign_in(page, app, around.liaison, live_server)
    page.goto("/uplifts/2026-10")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uplifts, October 2026")
    look_over(page, "uplift-month")
    page.get_by_role("button", name="Close October 2026").click()
    expect(page.get_by_role("alert")).to_contain_text("nobody has said yet what happened on 2 nights")
    look_over(page, "uplift-month-kept-open")
    page.get_by_role("link", name=around.hub.name, exact=True).click()
    expect(page.get_by_text("17, beyond")).to_be_visible()
    look_over(page, "uplift-working")


def test_policies_and_rates_are_legible(app: Flask, around: Around, page: Page, live_server: str) -> None:
    sign_in(page, app, around.manager, live_server)
    page.goto("/policies")
    look_over(page, "policies")
    page.get_by_role("link", name="Start a policy").click()
    page.get_by_label("Beyond how many a month").fill("300")
    page.get_by_role("button", name="Start this policy").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a number from 0 to 200.")
    look_over(page, "policy-refused")
    page.get_by_label("Beyond how many a month").fill("14")
    page.get_by_role("button", name="Start this policy").click()
    expect(page.get_by_text("Beyond 14 child-nights a month")).to_be_visible()
    page.get_by_role("link", name="Start a rate").click()
    page.get_by_label("For each night beyond").fill("42.50")
    look_over(page, "rate")
    page.get_by_role("button", name="Start this rate").click()
    expect(page.get_by_text("£42.50 for each night beyond")).to_be_visible()
    look_over(page, "policies-to-come")


def test_a_carer_reads_the_own_count_on_a_phone(app: Flask, around: Around, page: Page, live_server: str) -> None:
    sign_in(page, app, around.carer, live_server)
    page.goto(f"/uplifts/2026-10/{around.hub.id}")
    expect(page.get_by_text("19 of 16 nights in October 2026; 2 not confirmed yet.")).to_be_visible()
    look_over(page, "uplift-own")
