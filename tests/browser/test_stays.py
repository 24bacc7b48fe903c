"""The course of a stay in a real browser: recorded at night without JavaScript, arrived and home by one press."""

import time_machine
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from constellations.models import Person
from sleepovers.asks.models import Agreement
from sleepovers.asks.rules import AgreementState
from sleepovers.rules import Moment, StayState
from sleepovers.stays.course.actions import call_off_stay
from sleepovers.stays.recording.actions import Recorded, record_stay
from tests import factories
from tests.browser.checks import look_over, shot
from tests.client import client_of
from tests.sleepovers.households import Households, sees, states, stored_stay


def sign_in(page: Page, app: Flask, person: Person, address: str) -> None:
    """Give the browser the cookie of somebody who signed in."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": address}])


def test_a_stay_is_recorded_at_night_without_javascript(
    app: Flask, homes: Households, browser: Browser, live_server: str, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-22T02:10Z")
    context = browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="en-GB"
    )
    page = context.new_page()
    sign_in(page, app, homes.moira, live_server)
    page.goto("/")
    page.get_by_role("link", name="Record a stay that nobody asked for").click()
    page.get_by_label("At what time, if you know").first.fill("01:40")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("alert").first).to_contain_text("Enter the day when the child went home, or will.")
    expect(page.get_by_label("At what time, if you know").first).to_have_value("01:40")
    page.get_by_label("The day the child went home").fill("2026-11-23")
    page.get_by_label("What happened?").fill("came with the police")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Thank you. It is written down.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("A child with Moira")
    shot(page, "stay-recorded")
    sign_in(page, app, homes.liaison, live_server)
    page.reload()
    page.get_by_label("The child is").select_option(label=f"JB (Patel, {homes.jb.key})")
    page.get_by_role("button", name="This is the child").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("JB with Moira")
    page.get_by_role("button", name="Yes, agreed").click()
    expect(page.get_by_text("Dee Marsh wrote down that the social worker agreed")).to_be_visible()
    context.close()


def test_arrived_and_home_are_one_press_each(
    app: Flask, homes: Households, page: Page, live_server: str, clock: time_machine.Traveller
) -> None:
    stay = homes.stay("2026-11-22", "2026-11-23")
    sign_in(page, app, homes.anita, live_server)
    page.goto(f"/stays/{stay.id}")
    look_over(page, "stay-comes-today")
    page.get_by_role("button", name="Arrived").click()
    expect(page.get_by_role("heading", name="JB goes home on Mon 23 Nov")).to_be_visible()
    assert stored_stay(stay).state is StayState.UNDER_WAY
    clock.move_to("2026-11-23T17:00Z")
    page.reload()
    page.get_by_role("button", name="Home safe").click()
    expect(page.get_by_text("Anita Patel said that the child is home safe")).to_be_visible()
    sign_in(page, app, homes.moira, live_server)
    page.reload()
    page.get_by_role("button", name="Yes, slept here").click()
    expect(page.get_by_role("heading", name="This sleepover is over, and JB is home safe")).to_be_visible()
    look_over(page, "stay-over")
    assert len(states(stay)) == 1


def test_the_pages_of_the_course_are_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    what = Recorded(homes.hub.id, Moment.parse("2026-11-20T23:30"), Moment.parse("2026-11-23"), reason="by the police")
    unknown = record_stay(sees(homes.moira), what)
    ahead, off = homes.stay("2026-11-27", "2026-11-29"), homes.stay("2026-12-04", "2026-12-06")
    waiting = AgreementState.WAITING
    factories.stored(Agreement(child_id=homes.jb.id, stay_id=ahead.id, owner_id=homes.liaison.id, state=waiting))
    call_off_stay(sees(homes.moira), off.id, 1, "we are ill")
    looks: dict[str, tuple[Person, str]] = {
        "stay-unnamed-carer": (homes.moira, f"/stays/{unknown}"),
        "stay-unnamed-staff": (homes.liaison, f"/stays/{unknown}"),
        "stay-ahead-carer": (homes.anita, f"/stays/{ahead.id}"),
        "stay-ahead-staff": (homes.liaison, f"/stays/{ahead.id}"),
        "stay-called-off": (homes.anita, f"/stays/{off.id}"),
        "stay-call-off": (homes.anita, f"/stays/{ahead.id}/call-off"),
        "stay-record-carer": (homes.moira, "/stays/new"),
        "stay-record-staff": (homes.liaison, "/stays/new"),
        "stay-needs-you": (homes.liaison, "/"),
    }
    for name, (person, path) in looks.items():
        sign_in(page, app, person, live_server)
        page.goto(path)
        look_over(page, name)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
