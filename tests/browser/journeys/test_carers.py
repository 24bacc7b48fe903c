"""The journeys of carers: a hub carer on Sunday morning, and a satellite carer who looks when the next stay is."""

from playwright.sync_api import Page, expect

from tests.browser.journeys.walking import go_to, initials_on, look, panel, sign_in


def test_a_hub_carer_tells_the_weekend_and_reads_the_working_of_october(phone_or_desk: Page) -> None:
    page = phone_or_desk
    sign_in(page, "Moira Kelly")
    expect(panel(page, "Tonight")).to_contain_text("home Mon 23 Nov")
    expect(panel(page, "Tonight")).to_contain_text("free")
    expect(panel(page, "Your nights this month")).to_contain_text("11 of 16 nights in November 2026; 7 more planned")
    look(page, "hub-home")
    tell_one_weekend_and_undo_it(page)
    correct_an_early_return(page)
    read_octobers_working(page)


def tell_one_weekend_and_undo_it(page: Page) -> None:
    """SD slept here: one press. Then it was not so sure, and then it was."""
    waiting = panel(page, "Nights to confirm")
    waiting.get_by_role("listitem").filter(has_text="SD").get_by_role("button", name="Slept here").click()
    expect(page.get_by_text("Thank you. SD slept with Kelly: Fri 20 Nov and Sat 21 Nov.")).to_be_visible()
    look(page, "hub-told")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back. The nights wait to be told again.")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="SD").get_by_role("button", name="Slept here").click()
    go_to(page, "Home")
    expect(panel(page, "Your nights this month")).to_contain_text("13 of 16 nights in November 2026; 5 more planned")


def correct_an_early_return(page: Page) -> None:
    """CP went home on Saturday: one night instead of two, with both in the history."""
    waiting = panel(page, "Nights to confirm")
    waiting.get_by_role("listitem").filter(has_text="CP").get_by_role("link", name="It was different").click()
    expect(page.get_by_label("The day the child went home")).to_have_value("2026-11-22")
    page.get_by_label("The day the child went home").fill("2026-11-21")
    page.get_by_label("Why was it different?").fill("A cold, and wanted to be at home")
    look(page, "hub-correct")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Thank you. It is written down.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("A cold, and wanted to be at home")
    expect(page.locator("main")).to_contain_text("Moira Kelly")
    look(page, "hub-history")
    go_to(page, "Home")
    expect(panel(page, "Nights to confirm")).to_contain_text("Nothing is waiting for you.")
    expect(panel(page, "Your nights this month")).to_contain_text("14 of 16 nights in November 2026; 3 more planned")


def read_octobers_working(page: Page) -> None:
    """Nineteen nights, three of them beyond sixteen, forty pounds each."""
    page.get_by_role("link", name="Notices").click()
    told = "19 nights are counted at your home in October 2026, more than 16. An uplift is due."
    page.get_by_role("listitem").filter(has_text=told).get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kelly")
    working = page.locator("main")
    for words in ("19 of 16 nights in October 2026.", "19, of which 3 beyond 16", "£120.00", "19, beyond: £40.00"):
        expect(working).to_contain_text(words)
    expect(working.get_by_text("beyond: £40.00")).to_have_count(3)
    expect(working.get_by_text("not counted: the child’s arrangement that night does not count")).to_have_count(1)
    look(page, "hub-october")


def test_a_satellite_carer_finds_the_next_stay_and_reads_of_no_other_child(page: Page) -> None:
    sign_in(page, "Anita Patel")
    expect(panel(page, "Next sleepover")).to_contain_text("JB stays with Kelly")
    expect(panel(page, "Next sleepover")).to_contain_text("Wed 2 Dec, 1 night (home Thu)")
    expect(page.locator("main")).to_contain_text("Kelly has 11 nights in November 2026; 7 more planned.")
    assert initials_on(page) == {"JB", "MB"}, "her own two"
    look(page, "satellite-home")
    page.get_by_role("link", name="JB stays with Kelly").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("JB")
    look(page, "satellite-stay")
    go_to(page, "Nights")
    all_homes = page.get_by_role("link", name="All homes")
    if all_homes.is_visible():  # a phone shows one home at first
        all_homes.click()
        expect(all_homes).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("row", name="Kelly")).to_contain_text("2 of 2 beds taken")
    assert initials_on(page) == {"JB", "MB"}
    look(page, "satellite-nights")
    go_to(page, "Uplifts")
    page.get_by_role("link", name="October 2026").click()
    rows = page.get_by_role("table").get_by_role("rowheader")
    expect(rows).to_have_text(["Patel"])
    expect(page.locator("main")).not_to_contain_text("£")
    page.goto("/policies")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not for your role")
