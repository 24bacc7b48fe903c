"""An event on a phone: two taps to say that the family comes, and the register afterwards."""

import datetime as dt

from flask import Flask
from playwright.sync_api import Page, expect

from constellations.core import clock as wall
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.rules import Coming
from constellations.events.models import Occurrence
from constellations.models import Person
from tests.browser.checks import look_over
from tests.client import client_of
from tests.constellations.events.families import Families, said_of, say, sees
from tests.factories import changed


def come_in(app: Flask, page: Page, person: Person, live_server: str) -> None:
    """Be somebody, on the home page."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": live_server}])
    page.goto(f"{live_server}/")


def test_a_family_of_five_says_in_two_taps_that_it_comes(app: Flask, page: Page, live_server: str) -> None:
    families = Families()
    at = families.event(capacity=20, first=dt.date(2026, 12, 5))
    say(families.moira, at)
    come_in(app, page, families.anita, live_server)
    look_over(page, "event-on-home-page")
    taps = 0
    for name, role in (("Saturday together", "link"), ("Going", "button")):
        page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]  # a role as Playwright knows it
        taps += 1
        if taps == 1:
            expect(page.get_by_role("checkbox", name="JB")).to_be_checked()
            look_over(page, "event-to-answer")
    expect(page.get_by_text("You are going: 2 adults and 3 children.")).to_be_visible()
    assert (taps, said_of(at)["Patel"]) == (2, ("going", 2, 3, False))
    look_over(page, "event-answered")


def test_the_hub_keeps_the_register_and_thanks(app: Flask, page: Page, live_server: str) -> None:
    families = Families()
    at = families.event(first=dt.date(2026, 11, 23))
    answer_event(sees(families.anita), at, Reply(Coming.GOING, diet="JB: no nuts"))
    say(families.grace, at, Coming.MAYBE)
    come_in(app, page, families.moira, live_server)
    page.goto(f"{live_server}/events/{at}/people")
    expect(page.get_by_text("JB: no nuts")).to_be_visible()
    look_over(page, "event-who-comes")
    changed(Occurrence(id=at), starts_on=wall.today(), starts_at=dt.time(8))
    page.goto(f"{live_server}/events/{at}/register")
    page.get_by_role("checkbox", name="Raj Patel").uncheck()
    look_over(page, "event-register")
    page.get_by_role("button", name="Save the register").click()
    expect(page.get_by_text("The register is saved.")).to_be_visible()
    page.get_by_label("A note and thanks to those who came").fill("Lovely day.")
    page.get_by_role("button", name="Leave this note").click()
    page.goto(f"{live_server}/events/{at}")
    expect(page.get_by_text("1 family came:")).to_be_visible()
    expect(page.get_by_text("Lovely day.")).to_be_visible()
    look_over(page, "event-afterwards")
