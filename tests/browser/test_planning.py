"""Planning on a phone: a gathering in two taps, a series of which one is moved and one called off, legible pages."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.budget.models import BudgetSpend
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.rules import Circle, EventKind, Pattern, Photos, Repeats
from constellations.queries import viewer_for
from tests.browser.test_asks import Taps
from tests.browser.test_nights import look_at, sign_in
from tests.constellations.events.planners import TWO, World, rows_of
from tests.factories import changed, stored


@pytest.fixture
def world(app: Flask) -> World:
    """Two constellations of a service."""
    return World()


def test_a_series_is_planned_one_is_moved_and_one_called_off(
    app: Flask, world: World, page: Page, live_server: str
) -> None:
    sign_in(page, app, world.people["hub"], live_server)
    page.goto("/")
    taps = Taps()
    taps.press(page.get_by_role("link", name="Plan an event"))
    taps.press(page.get_by_role("button", name="Plan it"))
    expect(page.get_by_role("heading", name="Gathering")).to_be_visible()
    expect(page.get_by_text("Sat 28 Nov, 14:00 to 17:00")).to_be_visible()
    assert taps.number == 2, "a gathering on Saturday at the hub"
    page.goto("/events/new")
    page.get_by_label("What is it called?").fill("Sunday walk")
    page.get_by_label("Day", exact=True).fill("2026-11-29")
    page.get_by_text("It comes again").click()
    page.get_by_label("How often?").select_option("weekly")
    page.get_by_label("How many times in all?").fill("3")
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("link", name="Sun 6 Dec, 14:00 to 17:00").click()
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("From").fill("10:00")
    page.get_by_label("Until", exact=True).fill("12:00")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("paragraph").filter(has_text="Sun 6 Dec, 10:00 to 12:00")).to_be_visible()
    page.get_by_role("link", name="Sun 13 Dec, 14:00 to 17:00").click()
    page.get_by_text("Call it off").first.click()
    page.get_by_label("Why (if you want to say)").fill("The path is under water.")
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("Called off. Why: The path is under water.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo: it takes place").click()
    expect(page.get_by_text("It takes place after all.")).to_be_visible()


def test_the_pages_of_planning_are_legible(app: Flask, world: World, page: Page, live_server: str) -> None:
    changed(world.service, photos_allowed=True)
    words = Wording(
        EventKind.GATHERING,
        "Saturday together",
        "Village hall",
        "Something for the table",
        "We meet at two.\nBring wellies.",
        30,
        6_000,
        Photos.ASK,
    )
    weekly = Pattern(viewer_for(world.people["hub"]).today.replace(day=28), Repeats.WEEKLY, times=4)
    event = plan_event(
        world.hub, Plan(words, Circle.CONSTELLATIONS, weekly, TWO, 180, (world.ours.id,), host_id=world.hub_home.id)
    )
    at = rows_of(event)[0]
    spent = {"spent_on": at.starts_on.replace(day=20), "amount_pence": 4_250, "what": "Hall", "receipt": "R 7"}
    stored(BudgetSpend(service_id=world.service.id, constellation_id=world.ours.id, occurrence_id=at.id, **spent))
    sign_in(page, app, world.people["hub"], live_server)
    look_at(page, f"/events/{at.id}", "planning-event")
    look_at(page, f"/events/{at.id}/change", "planning-change-one")
    look_at(page, f"/events/{at.id}/change?scope=all", "planning-change-all")
    look_at(page, "/events/new", "planning-new")
    page.get_by_label("Until", exact=True).first.fill("13:00")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    sign_in(page, app, world.people["manager"], live_server)
    look_at(page, "/events/new", "planning-new-staff")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
