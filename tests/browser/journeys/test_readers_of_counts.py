"""The journeys of those who read counts and money alone: finance, and a regional viewer."""

import csv

from playwright.sync_api import Page, expect

from sleepovers.demo.families import GROUPS
from tests.browser.journeys.walking import LONE_INITIALS, go_to, initials_on, look, panel, sign_in


def test_finance_reads_the_month_and_its_working_without_a_single_initial(page: Page) -> None:
    sign_in(page, "Colin Shaw")
    expect(panel(page, "Uplift months")).to_contain_text("£120.00")
    assert initials_on(page) == set()
    look(page, "finance-home")
    page.get_by_role("link", name="October 2026").click()
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Kelly")).to_contain_text("£120.00")
    expect(rows.filter(has_text="Brennan")).to_contain_text("16 of 16")
    expect(rows.filter(has_text="Brennan")).to_contain_text("not due")
    assert initials_on(page) == set()
    look(page, "finance-month")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download as a table (CSV)").click()
    table = downloading.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(table.splitlines()))) == 10
    assert not LONE_INITIALS.search(table)
    page.get_by_role("link", name="Kelly").click()
    expect(page.get_by_role("main").get_by_text("beyond: £40.00")).to_have_count(3)
    assert initials_on(page) == set()
    look(page, "finance-working")
    page.goto("/nights")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not for your role")


def test_a_regional_viewer_reads_counts_and_nothing_else(page: Page) -> None:
    sign_in(page, "Helen Frost")
    go_to(page, "Region")
    coldwell = page.get_by_role("row").filter(has_text="Coldwell")
    expect(coldwell).to_contain_text("fewer than 5")
    expect(coldwell).to_contain_text("16")
    expect(page.get_by_role("row").filter(has_text="Brackenhill")).to_contain_text("48")
    look(page, "regional")
    assert initials_on(page) == set()
    for group in GROUPS:
        for name in (group.name, *(family.name for family in group.families)):
            expect(page.get_by_role("main")).not_to_contain_text(name)
    expect(page.get_by_role("main")).not_to_contain_text("£")
    parts = page.get_by_role("navigation", name="Parts of Roost").get_by_role("link", include_hidden=True)
    expect(parts).to_have_text(["Home", "Region", "Retention", "You"])
