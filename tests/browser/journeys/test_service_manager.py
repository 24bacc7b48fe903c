"""The journeys of a service manager: policies, people, the register, and the end of a month."""

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from sleepovers.demo.families import SERVICE, Row
from tests.browser.checks import shot
from tests.browser.journeys.walking import go_to, look, sign_in


def test_a_policy_from_the_middle_of_a_month_is_refused_beside_its_field(page: Page) -> None:
    sign_in(page, "Priya Raman")
    go_to(page, "Policies")
    expect(page.get_by_role("main")).to_contain_text("Rate: £40.00 for each night beyond")
    look(page, "manager-policies")
    page.get_by_role("link", name="Start a policy").click()
    page.get_by_label("From", exact=True).fill("2026-12-15")
    page.get_by_label("Beyond how many a month").fill("14")
    page.get_by_role("button", name="Start this policy").click()
    beside = page.get_by_role("main").locator(".govuk-form-group--error")
    expect(beside).to_have_count(1)
    expect(beside).to_contain_text(
        "A policy starts on the 1st of a month, and Tuesday 15 December 2026 is none. "
        "Choose Tuesday 1 December 2026 or Friday 1 January 2027."
    )
    expect(page.get_by_label("From", exact=True)).to_have_value("2026-12-15")
    expect(page.get_by_label("Beyond how many a month")).to_have_value("14")
    look(page, "manager-policy-refused")
    page.get_by_label("From", exact=True).fill("2027-01-01")
    page.get_by_role("button", name="Start this policy").click()
    expect(page.get_by_text("The policy is stored. What was counted before stays as it was.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Beyond 14 child-nights a month")
    look(page, "manager-policy-stored")


def test_somebody_is_invited_and_somebodys_access_ends_at_the_next_click(page: Page, scriptless_page: Page) -> None:
    # Without scripts: a live line that is refused from now on complains, and what counts here is the click.
    anitas = scriptless_page
    sign_in(anitas, "Anita Patel")
    sign_in(page, "Priya Raman")
    go_to(page, "People")
    look(page, "manager-people")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill("Bronwen Hughes")
    page.get_by_label("Email address").fill("bronwen.hughes@alderbrook.example")
    page.get_by_label("Satellite carer").check()
    page.get_by_label("Home").select_option(label="Hughes")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way.")).to_be_visible()
    look(page, "manager-invited")
    go_to(page, "People")
    page.get_by_role("link", name="Anita Patel").click()
    page.get_by_role("link", name="End access").click()
    page.get_by_role("button", name="End access now").click()
    expect(page.get_by_text("Anita Patel can no longer sign in, on any device.")).to_be_visible()
    look(page, "manager-ended")
    anitas.get_by_role("link", name="JB stays with Kelly").click()
    expect(anitas.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(anitas.locator("body")).not_to_contain_text("JB")
    shot(anitas, "journey-satellite-ended")


def test_a_folder_with_errors_stores_nothing_and_one_without_is_loaded(page: Page, tmp_path: Path) -> None:
    sign_in(page, "Priya Raman")
    go_to(page, "Register")
    look(page, "manager-register")
    hand_over(page, write_register(tmp_path / "wrong", beds="two", constellation="Northern Lihgts"))
    expect(page.get_by_role("main")).to_contain_text("2 things are wrong. Nothing was stored")
    wrong = page.get_by_role("table", name="What is wrong").get_by_role("row")
    expect(wrong.filter(has_text="beds")).to_contain_text("two")
    expect(wrong.filter(has_text="memberships.csv")).to_contain_text("Northern Lihgts")
    look(page, "manager-register-wrong")
    page.get_by_role("link", name="Choose other files").click()
    hand_over(page, write_register(tmp_path / "right", beds="2", constellation="Northern Lights"))
    expect(page.get_by_text("Nothing is wrong. Nothing is stored yet.")).to_be_visible()
    look(page, "manager-register-right")
    page.get_by_role("button", name="Load it").click()
    expect(page.get_by_text("The register was loaded.")).to_be_visible()
    look(page, "manager-register-loaded")
    go_to(page, "Constellations")
    page.get_by_role("link", name="Northern Lights").click()
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="Quayle")).to_contain_text("2 beds")


def test_october_is_closed_once_and_for_all(page: Page) -> None:
    sign_in(page, "Priya Raman")
    page.get_by_role("link", name="October 2026 waits to be closed").click()
    page.get_by_role("button", name="Close October 2026").click()
    expect(page.get_by_text("October 2026 is closed. Its nights stay as they are.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Closed by Priya Raman, Sun 22 Nov, 09:00.")
    expect(page.get_by_role("button", name="Close October 2026")).to_have_count(0)
    look(page, "manager-closed")
    go_to(page, "Home")
    expect(page.get_by_role("main")).not_to_contain_text("October 2026 waits to be closed")


def hand_over(page: Page, files: list[Path]) -> None:
    """Choose the files of a folder, and have them checked."""
    page.get_by_label("Files of the register").set_input_files(files)
    page.get_by_role("button", name="Check the files").click()


def write_register(folder: Path, beds: str, constellation: str) -> list[Path]:
    """A small register: one new home, and the constellation that it joins."""
    folder.mkdir()
    home = {"home": "Quayle", "service": SERVICE, "beds": beds, "approved_children": "3", "status": "active"}
    joins = {"home": "Quayle", "constellation": constellation, "joined_on": "2026-11-02", "role": "satellite"}
    return [write_rows(folder / "homes.csv", home), write_rows(folder / "memberships.csv", joins)]


def write_rows(path: Path, row: Row) -> Path:
    """A file of the register with one row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    return path
