"""The journey of a liaison worker: who sleeps where, what waits, and what a change of child or hub looks like."""

import time_machine
from playwright.sync_api import Page, expect

from tests.browser.journeys.walking import go_to, look, panel, sign_in


def test_a_liaison_worker_sees_every_constellation_and_what_waits(page: Page) -> None:
    sign_in(page, "Ruth Adeyemi")
    names = panel(page, "Constellations").get_by_role("heading", level=3)
    expect(names).to_have_text(["Northern Lights", "Plough", "Riverbank"])
    expect(panel(page, "Constellations")).to_contain_text("Kelly: 11 of 16 nights in November 2026; 7 more planned.")
    tonight = panel(page, "Tonight").get_by_role("listitem")
    expect(tonight.filter(has_text="Kelly")).to_contain_text("OT, home Mon 23 Nov")
    expect(tonight.filter(has_text="Whitlock")).to_contain_text("IM, home Mon 23 Nov")
    expect(panel(page, "Waiting for you")).to_contain_text("October 2026 waits to be closed")
    look(page, "liaison-home")
    page.get_by_role("link", name="11 nights wait to be confirmed").click()
    expect(page.get_by_role("button", name="Slept here")).to_have_count(6)
    expect(page.get_by_role("main")).to_contain_text("GH (Doyle-GH) with Brennan")
    look(page, "liaison-waiting")
    go_to(page, "Nights")
    page.get_by_role("link", name="Plough").click()
    expect(page.get_by_role("main")).to_contain_text("Tonight 1 bed is taken")
    look(page, "liaison-nights")


def test_a_liaison_worker_closes_no_month_while_nights_wait(page: Page, clock: time_machine.Traveller) -> None:
    clock.move_to("2026-12-05T09:00:00Z")
    sign_in(page, "Ruth Adeyemi")
    page.get_by_role("link", name="November 2026 waits to be closed").click()
    page.get_by_role("button", name="Close November 2026").click()
    expect(page.get_by_role("alert")).to_contain_text("November 2026 stays open: nobody has said yet what happened")
    expect(page.get_by_role("button", name="Close November 2026")).to_be_visible()
    look(page, "liaison-kept-open")
    page.get_by_role("link", name="Stay at Kelly").first.click()
    expect(page.get_by_role("button", name="Slept here").first).to_be_visible()


def test_a_childs_new_arrangement_changes_what_counts(page: Page) -> None:
    sign_in(page, "Ruth Adeyemi")
    go_to(page, "Constellations")
    page.get_by_role("link", name="Northern Lights").click()
    page.get_by_role("main").get_by_role("listitem").get_by_role("link", name="Hughes", exact=True).click()
    page.get_by_role("link", name="AK", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AK")
    page.get_by_role("link", name="Record a change").click()
    page.get_by_label("special guardianship").check()
    page.get_by_label("From which day").fill("2026-11-01")
    look(page, "liaison-arrangement")
    page.get_by_role("button", name="Save").click()
    arrangement = panel(page, "Arrangement").get_by_role("listitem")
    expect(arrangement.filter(has_text="special guardianship")).to_contain_text("now")
    look(page, "liaison-child")
    go_to(page, "Home")
    expect(panel(page, "Constellations")).to_contain_text("Kelly: 9 of 16 nights in November 2026")


def test_another_home_becomes_the_hub(page: Page, clock: time_machine.Traveller) -> None:
    sign_in(page, "Ruth Adeyemi")
    go_to(page, "Constellations")
    page.get_by_role("link", name="Northern Lights").click()
    page.get_by_role("link", name="Another home becomes the hub").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a home.")
    look(page, "liaison-succession")
    page.get_by_label("The new hub home").select_option(label="Hughes")
    page.get_by_label("From which day").fill("2026-12-01")
    page.get_by_label("stays as a satellite").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Northern Lights has its new hub home from that day on.")).to_be_visible()
    coming = panel(page, "To come").get_by_role("listitem")
    expect(coming.filter(has_text="Hughes")).to_contain_text("hub home from Tuesday 1 December 2026")
    expect(coming.filter(has_text="Kelly")).to_contain_text("satellite from Tuesday 1 December 2026")
    look(page, "liaison-new-hub")
    clock.move_to("2026-12-01T09:00:00Z")
    sign_in(page, "Ruth Adeyemi")
    expect(panel(page, "Constellations")).to_contain_text("Hughes: 0 of 16 nights in December 2026")
