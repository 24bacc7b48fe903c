"""An installed Roost: what it shows without a network, what it keeps on the device, and a push on the screen."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.models import Person
from constellations.notices.models import PushSubscription
from constellations.permissions import Role
from tests.browser.checks import look_over, shot
from tests.client import client_of
from tests.factories import create_home, create_person, create_service
from tests.push_service import Listener, PushService, running_push_service

ALL_THAT_IS_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
    }
  }
  return found;
}"""

# The browser's own push service is out of reach of a test: what it would give comes from ours.
LISTEN = """({endpoint, keys}) => {
  PushManager.prototype.subscribe = async () => ({ toJSON: () => ({ endpoint, keys }) });
}"""

# A browser without a screen shows nothing: what the worker would have it show, and where a press leads.
SHOWN = """(said) => new Promise((done) => {
  self.registration.showNotification = async (title, options) => done([title, options.data]);
  self.dispatchEvent(new PushEvent("push", said ? { data: JSON.stringify(said) } : {}));
})"""
LED_TO = """(data) => new Promise((done) => {
  self.clients.matchAll = async () => [];
  self.clients.openWindow = async (path) => done(path);
  const pressed = { notification: { data, close: () => null } };
  self.dispatchEvent(Object.assign(new ExtendableEvent("notificationclick"), pressed));
})"""


@pytest.fixture
def carer(app: Flask) -> Person:
    """A hub carer."""
    return create_person(Role.HUB_CARER, home=create_home(create_service()), name="Michaela Finch")


@pytest.fixture
def service(app: Flask) -> Iterator[PushService]:
    """A push service on this machine, which only a test may name."""
    before = app.extensions["roost_settings"]
    app.extensions["roost_settings"] = before.model_copy(update={"push_test_host": "127.0.0.1"})
    with running_push_service() as service:
        yield service
    app.extensions["roost_settings"] = before


def sign_in(app: Flask, page: Page, person: Person, address: str) -> None:
    """Give the browser the cookie of somebody who signed in, and let the worker take its place."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": address}])
    page.goto("/me/alerts")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")


def test_without_a_network_one_reads_so_and_nothing_of_anybody_is_on_the_device(
    app: Flask, page: Page, live_server: str, carer: Person
) -> None:
    sign_in(app, page, carer, live_server)
    for path in ("/", "/notices", "/me"):
        page.goto(path, wait_until="networkidle")
    page.context.set_offline(True)
    page.goto("/notices")
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    expect(page.get_by_text("Michaela Finch")).to_have_count(0)
    kept = page.evaluate(ALL_THAT_IS_KEPT)
    assert {path for path, _ in kept if not path.startswith("/static/")} == {"/offline"}
    assert len(kept) > 5
    assert [path for path, text in kept if "Michaela" in text or "Moira" in text] == []
    look_over(page, "offline")
    page.context.set_offline(False)
    page.goto("/notices")
    expect(page.get_by_role("heading", name="Notices")).to_be_visible()


def test_pushes_are_switched_on_and_shown_and_off_again(
    app: Flask, page: Page, live_server: str, carer: Person, service: PushService
) -> None:
    sign_in(app, page, carer, live_server)
    look_over(page, "alerts")
    listener = Listener()
    keys = {"p256dh": listener.p256dh, "auth": listener.auth}
    page.evaluate(LISTEN, {"endpoint": service.endpoint("phone"), "keys": keys})
    page.get_by_role("button", name="Switch on here").click()
    expect(page.get_by_text("Alerts come to this device from now on.")).to_be_visible()
    stored = session().scalars(visible(Viewer.system(), PushSubscription)).one()
    assert (stored.endpoint, stored.p256dh) == (service.endpoint("phone"), listener.p256dh)
    assert shot(page, "alerts-on").exists()
    (worker,) = page.context.service_workers
    said = {"title": "Something new in Roost", "path": "/notices"}
    assert worker.evaluate(SHOWN, said) == ["Something new in Roost", "/notices"]
    assert worker.evaluate(SHOWN, {**said, "path": "https://evil.example"}) == ["Something new in Roost", "/"]
    assert worker.evaluate(SHOWN, None) == ["Roost", "/notices"]
    assert worker.evaluate(LED_TO, "/notices") == "/notices"
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("No alerts come to that device any more.")).to_be_visible()


# As if it had been pressed on the screen, which alone may bring a window to the front.
PRESSED = """() => {
  WindowClient.prototype.focus = async () => null;
  const pressed = { notification: { data: "/notices", close: () => null } };
  self.dispatchEvent(Object.assign(new ExtendableEvent("notificationclick"), pressed));
}"""


def test_a_pressed_push_leads_an_open_page_on_only_where_nothing_written_is_lost(
    app: Flask, page: Page, live_server: str, carer: Person
) -> None:
    sign_in(app, page, carer, live_server)
    (worker,) = page.context.service_workers
    field = page.get_by_role("main").get_by_role("checkbox").first
    was = field.is_checked()
    field.set_checked(not was)
    worker.evaluate(PRESSED)
    way = page.get_by_role("alert").get_by_role("link", name="Go to what is new")
    expect(way).to_be_in_viewport()
    assert field.is_checked() != was
    look_over(page, "pressed-push")
    way.click()
    expect(page.get_by_role("heading", name="Notices")).to_be_visible()
    page.goto("/me/alerts")
    worker.evaluate(PRESSED)
    expect(page.get_by_role("heading", name="Notices")).to_be_visible()
