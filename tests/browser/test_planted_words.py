"""Words that would be a script somewhere, stored wherever the database takes them, are words on every page."""

from collections.abc import Callable, Iterable

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Error, Page, Response
from werkzeug.routing import Rule

from constellations.models import Person
from constellations.permissions import Role
from tests.addresses import address_of
from tests.browser.conftest import PHONE
from tests.live_line import cookie_of
from tests.planted import plant
from tests.samples import World, make_world
from tests.test_looking import looked_at

RUN = "window.ran=1"
CORPUS = (
    f"<script>{RUN}</script>",
    f'"><img src=x onerror={RUN}>',
    f"'><svg/onload={RUN}>",
    f"</textarea></title></script></style>--><script>{RUN}</script>",
    f"<iframe srcdoc='<script>top.{RUN}</script>'></iframe>",
    f"<a href=javascript:{RUN}>x</a>javascript:{RUN}",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    f"<details open ontoggle={RUN}><body onload={RUN}>",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"&lt;script&gt;{RUN}&lt;/script&gt; &#60;script&#62;{RUN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e \\x3cscript\\x3e",
    f"${{{RUN}}}{{{{constructor.constructor('{RUN}')()}}}}`;{RUN};//",
    f"';{RUN};// \";{RUN};// \u2028{RUN}",
    f"<meta http-equiv=refresh content=0;url=javascript:{RUN}><base href=//evil.example>",
    f"<form action=//evil.example><input type=submit value=x hx-get=//evil.example hx-on:load={RUN}>",
    "https://evil.example/<script> [x](javascript:1)",
)
EVERY_WAY = " ".join(CORPUS)
LISTEN = (
    "addEventListener('securitypolicyviolation', e => { window.refused = (window.refused || []).concat(e.blockedURI) })"
)
FOUND = """() => ({ran: !!window.ran, refused: window.refused || [],
    planted: document.querySelectorAll('[onerror],[onload],[onfocus],[ontoggle],[srcdoc],[hx-get*="evil"],base').length,
    leads: [...document.links].filter(a => a.protocol === 'javascript:').length})"""
CLEAN = {"ran": False, "refused": [], "planted": 0, "leads": 0}

FEW = {
    *(
        "home_page.home",
        "conversations.conversation",
        "conversations.conversations",
        "calendar.agenda",
        "people.people",
    ),
    *("directory.constellation", "homes.home", "children.child", "stays.stay", "asks.ask", "handbook.handbook"),
}
"""What everybody opens, in each run of the tests; in the proof it is every page there is."""


def visit(page: Page, rules: Iterable[Rule], world: World) -> int:
    """Open these pages, and find that nothing on any of them ran, was refused, or is markup that was planted."""
    shown = 0
    for rule in rules:
        answer = opened(page, address_of(rule, world))
        if answer is not None and "text/html" in answer.headers.get("content-type", ""):
            found = page.evaluate(FOUND)
            assert {name: found[name] for name in CLEAN} == CLEAN, rule
            shown += "constructor.constructor" in page.content()
    return shown


def opened(page: Page, address: str) -> Response | None:
    """The answer that a browser shows; none where it keeps it as a file instead."""
    try:
        return page.goto(address, wait_until="load")
    except Error as kept:
        if "Download is starting" not in kept.message:
            raise
        return None


def signed_in_page(app: Flask, open_page: Callable[[int], Page], person: Person, dialogs: list[str]) -> Page:
    """A page on a phone on which somebody is signed in, where every dialog is noted."""
    page = open_page(PHONE)
    name, value = cookie_of(app, person).split("=", 1)
    page.context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    page.add_init_script(LISTEN)

    def note(dialog: Dialog) -> None:
        """Write down what it says, and close it."""
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return page


def pages(app: Flask) -> list[Rule]:
    """Everything that may be looked at, files apart."""
    return [rule for rule in looked_at(app) if not rule.rule.endswith((".csv", ".pdf", ".ics", ".xlsx", ".zip"))]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.HUB_CARER])
def test_what_is_planted_runs_on_no_page_that_everybody_opens(
    app: Flask, open_page: Callable[[int], Page], role: Role
) -> None:
    world, dialogs = make_world(), list[str]()
    plant(EVERY_WAY)
    page = signed_in_page(app, open_page, world.people[role], dialogs)
    assert visit(page, [rule for rule in pages(app) if rule.endpoint in FEW], world) > 3
    assert dialogs == []


# What a browser runs does not depend on the database: on one of them, for these take long.
@pytest.mark.proof
@pytest.mark.parametrize("installed", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", list(Role))
def test_what_is_planted_runs_nowhere(app: Flask, open_page: Callable[[int], Page], role: Role) -> None:
    world, dialogs = make_world(), list[str]()
    plant(EVERY_WAY)
    page = signed_in_page(app, open_page, world.people[role], dialogs)
    assert visit(page, pages(app), world)
    assert dialogs == []


def test_a_page_that_runs_what_is_planted_is_found(app: Flask, open_page: Callable[[int], Page]) -> None:
    page = open_page(PHONE)
    page.add_init_script(LISTEN)
    page.set_content(f"<div></div><img src=x onerror='{RUN}'>")
    page.wait_for_function("window.ran")
    assert page.evaluate(FOUND)["planted"] == 1
