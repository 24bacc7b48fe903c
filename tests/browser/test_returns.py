"""The support log and the monthly return in a real browser: three taps, and a return that is nearly written."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.factories import create_stay
from tests.sleepovers.returns.factories import Harbour, create_date, create_support_entry, submitted


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """October with two nights at the hub, a gathering, and a line of the log."""
    made = Harbour()
    create_stay(made.jb, made.hub, "2026-10-02", "2026-10-04")
    create_date(made.constellation, "2026-10-17", came={made.patel: (2, 2), made.okafor: (1, 1)})
    create_support_entry(made.constellation, made.hub, made.patel, "2026-10-03", minutes=90)
    return made


def test_a_hub_writes_down_help_with_three_taps_and_submits_a_return_that_is_nearly_written(
    app: Flask, harbour: Harbour, page: Page, live_server: str
) -> None:
    sign_in(page, app, harbour.moira, live_server)
    page.goto("/")
    page.get_by_role("link", name="Check-in", exact=True).click()
    look_over(page, "support-log-write")
    page.get_by_label("Patel").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("It is written down. You can change it, or take it back.")).to_be_visible()
    look_over(page, "support-log")
    page.goto("/")
    page.get_by_role("link", name="The return of Harbour for October 2026 waits for you").click()
    expect(page.get_by_text("2 child-nights")).to_be_visible()
    look_over(page, "return-open")
    page.get_by_role("button", name="Submit to your liaison worker").click()
    expect(page.get_by_role("link", name="Say yes or no. If you do not know, it is no.")).to_be_visible()
    look_over(page, "return-errors")
    for question in ("Would a carer have stopped", "Would a placement have ended"):
        page.get_by_role("group", name=question).get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Submit to your liaison worker").click()
    expect(page.get_by_text("It is with your liaison worker now.")).to_be_visible()
    sign_in(page, app, harbour.liaison, live_server)
    page.goto("/")
    page.get_by_role("link", name="Harbour, October 2026").click()
    look_over(page, "return-submitted")
    page.get_by_role("button", name="It is right: lock it").click()
    expect(page.get_by_text("It is locked.")).to_be_visible()
    page.goto("/returns")
    look_over(page, "returns")
    page.get_by_role("link", name="Add up a quarter or a year").click()
    look_over(page, "returns-period")


@pytest.mark.proof
def test_every_page_of_returns_is_legible_in_every_look(
    app: Flask, harbour: Harbour, page: Page, live_server: str
) -> None:
    place = f"/constellations/{harbour.constellation.id}"
    submitted(harbour)
    for person, paths in (
        (
            harbour.moira,
            (f"{place}/support-log?month=2026-10", f"{place}/support-log/write", f"{place}/returns/2026-09"),
        ),
        (harbour.liaison, ("/returns", f"{place}/returns/2026-10", "/returns/period?year=2026&quarter=3")),
    ):
        sign_in(page, app, person, live_server)
        for path in paths:
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            look_over(page, f"returns-{path.rpartition('/')[2].partition('?')[0]}-{person.role}")
