"""The checklist, the region and the extracts on a phone: an own item answered in a few taps, and legible pages."""

from flask import Flask
from playwright.sync_api import Page, expect

from constellations.models import Person, Service
from constellations.permissions import Role
from sleepovers.fidelity.own.actions import add_fidelity_item
from tests import factories
from tests.browser.test_nights import look_at, sign_in
from tests.sleepovers.households import Households, sees


def test_an_own_item_is_answered_from_the_page_of_the_constellation(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    add_fidelity_item(sees(homes.manager), "The children know each other", 1)
    sign_in(page, app, homes.liaison, live_server)
    page.goto(f"/constellations/{homes.constellation.id}")
    page.get_by_role("link", name="The whole checklist").click()
    expect(page.get_by_text("It is not the licensed instrument")).to_be_visible()
    page.get_by_role("link", name="Answer “The children know each other”").click()
    page.get_by_label("Yes").check()
    page.get_by_label("Note").fill("At the picnic")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("It is written down. Earlier answers stay.")).to_be_visible()
    expect(page.get_by_text("said by Dee Marsh: “At the picnic”.")).to_be_visible()
    page.get_by_role("link", name="Plan a gathering").click()
    expect(page.get_by_label("Kind")).to_have_value("gathering")


def in_region(service: Service) -> Person:
    """A viewer of a region with this service and a few others."""
    region = factories.create_region()
    factories.changed(service, region_id=region.id)
    for name, constellations in (("Brackenhill", 6), ("Coldwell with a long name", 1), ("Thornmere", 2)):
        fill(factories.create_service(name, region), constellations)
    return factories.create_person(Role.REGIONAL, region=region)


def fill(service: Service, constellations: int) -> None:
    """So many constellations of eight homes."""
    with factories.together():
        for _ in range(constellations):
            of = factories.create_constellation(service)
            for _ in range(8):
                factories.join(factories.create_home(service), of)


def test_the_region_is_put_in_order_without_a_script(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, in_region(homes.service), live_server)
    page.goto("/region")
    page.get_by_role("navigation", name="Order of the services").get_by_role("link", name="Homes").click()
    second = page.get_by_role("table", name="Figures by service").get_by_role("rowheader").nth(1)
    expect(second).to_have_text("Brackenhill")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_pages_are_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    add_fidelity_item(sees(homes.manager), "The children know each other", 1)
    factories.create_constellation(homes.service, "Lighthouse")
    helen = in_region(homes.service)
    sign_in(page, app, homes.manager, live_server)
    of = f"/constellations/{homes.constellation.id}"
    look_at(page, f"{of}/fidelity", "fidelity-checklist")
    look_at(page, "/fidelity", "fidelity-checklists")
    look_at(page, "/fidelity/settings", "fidelity-settings")
    look_at(page, "/fidelity/items/new", "fidelity-new-item")
    look_at(page, of, "fidelity-constellation")
    look_at(page, "/extracts", "extracts")
    sign_in(page, app, helen, live_server)
    look_at(page, "/region?sort=-homes", "region")
    look_at(page, "/", "region-home")
    expect(page.get_by_role("link", name="By service")).to_be_visible()
