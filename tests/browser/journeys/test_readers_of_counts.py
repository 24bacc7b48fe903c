"""The journeys of those who read counts and money alone: finance, and a regional viewer."""

import csv

from playwright.sync_api import Page, expect

from sleepovers.demo.families import GROUPS
from tests.browser.journeys.walking import LONE_INITIALS, go_to, initials_on, look, panel, sign_in


def test_finance_reads_the_month_and_its_working_without_a_single_initial(any_page: Page) -> None:
    sign_in(any_page, "Colin Shaw")
    expect(panel(any_page, "Uplift months")).to_contain_text("£120.00")
    assert initials_on(any_page) == set()
    look(any_page, "finance-home")
    any_page.get_by_role("link", name="October 2026").click()
    rows = any_page.get_by_role("row")
    expect(rows.filter(has_text="Kelly")).to_contain_text("£120.00")
    expect(rows.filter(has_text="Brennan")).to_contain_text("16 of 16")
    expect(rows.filter(has_text="Brennan")).to_contain_text("not due")
    assert initials_on(any_page) == set()
    look(any_page, "finance-month")
    with any_page.expect_download() as downloading:
        any_page.get_by_role("link", name="Download as a table (CSV)").click()
    table = downloading.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(table.splitlines()))) == 10
    assert not LONE_INITIALS.search(table)
    any_page.get_by_role("link", name="Kelly").click()
    expect(any_page.get_by_role("main").get_by_text("beyond: £40.00")).to_have_count(3)
    assert initials_on(any_page) == set()
    look(any_page, "finance-working")
    any_page.goto("/nights")
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Not for your role")


def test_a_regional_viewer_reads_counts_and_nothing_else(any_page: Page) -> None:
    sign_in(any_page, "Helen Frost")
    go_to(any_page, "Region")
    coldwell = any_page.get_by_role("row").filter(has_text="Coldwell")
    expect(coldwell).to_contain_text("fewer than 5")
    expect(coldwell).to_contain_text("16")
    expect(any_page.get_by_role("row").filter(has_text="Brackenhill")).to_contain_text("48")
    look(any_page, "regional")
    assert initials_on(any_page) == set()
    for group in GROUPS:
        for name in (group.name, *(family.name for family in group.families)):
            expect(any_page.get_by_role("main")).not_to_contain_text(name)
    expect(any_page.get_by_role("main")).not_to_contain_text("£")
    parts = any_page.get_by_role("navigation", name="Parts of Roost").get_by_role("link", include_hidden=True)
    expect(parts).to_have_text(["Home", "Region", "Retention", "You"])
