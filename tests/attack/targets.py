"""What is attacked: a served Roost, and every parameter of an address and every field of a form that it has."""

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from constellations import schema
from constellations.access import Viewer
from constellations.core.database import database, session
from constellations.core.settings import read_settings
from constellations.guard import DECLARED, PUBLIC
from constellations.models import Person
from constellations.permissions import ROLE_PERMISSIONS, Role
from sleepovers.demo.actions import fill_with_demo
from tests import servers
from tests.addresses import address_of
from tests.client import client_of
from tests.faults.installation import Instance
from tests.processes import ROOST, environment, process, wait_until
from tests.samples import World, make_world

SECRET = "a7f3c9e15b2d8046" * 2
BY = (Role.MANAGER, Role.HUB_CARER, Role.LIAISON, Role.FINANCE, Role.REGIONAL)
"""Who attacks an address: the first of these who may open it."""

ENDS_THE_ATTACK = {"static", "accounts.sign_out", "accounts.sign_out_everywhere", "accounts.end_device"}
NOT_TYPED = {"csrf_token", ""}
ASKED_FOR = re.compile(r"request\.(?:args|values)\.(?:get|getlist)\(\s*[\"'](\w+)[\"']")


@dataclass(frozen=True, slots=True)
class Target:
    """One address or form: by whom it is sent, and the fields with what stands in them by itself."""

    role: Role
    method: str
    path: str
    endpoint: str
    fields: dict[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Attacked:
    """A served Roost, and the application on the same database in this process."""

    app: Flask
    world: World
    instance: Instance

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.instance.port}"

    def signed_in(self, role: Role) -> tuple[str, str]:
        """The cookie of somebody who has just signed in, and the token that goes with their forms."""
        client = client_of(self.app, self.person(role))
        token, cookie = client._token(), client.get_cookie("roost")
        session().rollback()
        assert cookie is not None
        return f"roost={cookie.value}", token

    def person(self, role: Role) -> Person:
        """Who has that role in the small world."""
        return self.world.people[role]


@contextmanager
def attacked_service(folder: Path) -> Iterator[Attacked]:
    """Serve the demo service and one of everything, on SQLite: there what ends a string is told most readily."""
    told = environment(folder, f"sqlite:///{folder / 'roost.db'}", ROOST_ENV="test", SECRET_KEY=SECRET)
    app, port = create_app(read_settings(told)), servers.free_port()
    with app.app_context():
        schema.upgrade(database())
        assert fill_with_demo(Viewer.system())
        world = make_world()
        session().rollback()
        with process([*ROOST, "serve", "--port", str(port)], told, folder / "log") as running:
            instance = Instance(port, running, folder / "log")
            wait_until(instance.is_up)
            yield Attacked(app, world, instance)
        session().close()
        database().engine.dispose()


def targets(attacked: Attacked) -> list[Target]:
    """Each parameter and field once for each endpoint: of forms and links on pages, and those that views ask for."""
    found: dict[tuple[str, str], Target] = {}
    for rule in attacked.app.url_map.iter_rules():
        role = _first_who_may(attacked.app, rule)
        if role is not None and "GET" in (rule.methods or ()) and rule.endpoint not in ENDS_THE_ATTACK:
            for target in _on_page(attacked, rule, role):
                known = found.setdefault((target.method, target.endpoint), target)
                known.fields.update({**target.fields, **known.fields})
    # What only looks comes first, so that it finds everything in its place.
    return sorted((one for one in found.values() if one.fields), key=lambda one: (one.method, one.path))


def _first_who_may(app: Flask, rule: Rule) -> Role | None:
    declared = getattr(app.view_functions[rule.endpoint], DECLARED)
    return next((role for role in BY if declared == PUBLIC or declared in ROLE_PERMISSIONS[role]), None)


def _on_page(attacked: Attacked, rule: Rule, role: Role) -> Iterator[Target]:
    path = address_of(rule, attacked.world)
    view = inspect.unwrap(attacked.app.view_functions[rule.endpoint])
    yield Target(role, "GET", path, rule.endpoint, dict.fromkeys(ASKED_FOR.findall(inspect.getsource(view)), "1"))
    page = client_of(attacked.app, attacked.person(role)).get(path)
    if page.mimetype != "text/html":
        return
    read = _Page(path)
    read.feed(page.text)
    for method, to, fields in read.sent:
        endpoint = _endpoint_of(attacked.app, to, method)
        if endpoint is not None and endpoint not in ENDS_THE_ATTACK:
            yield Target(role, method, to, endpoint, {n: v for n, v in fields.items() if n not in NOT_TYPED})


def _endpoint_of(app: Flask, path: str, method: str) -> str | None:
    addresses = app.url_map.bind("127.0.0.1")
    return str(addresses.match(path, method)[0]) if addresses.test(path, method) else None


class _Page(HTMLParser):
    """The forms of a page and its links with parameters."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str, dict[str, str]]] = []
        self._path = path
        self._form: tuple[str, str, dict[str, str]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, note a field, or a link."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            to = urlsplit(said.get("action") or self._path).path or self._path
            self._form = (said.get("method", "get").upper(), to, {})
        elif tag == "a" and "?" in said.get("href", ""):
            parts = urlsplit(said["href"])
            if not parts.netloc:
                self.sent.append(("GET", parts.path or self._path, dict(parse_qsl(parts.query))))
        elif self._form and tag in ("input", "textarea", "select", "button"):
            self._select = said.get("name", "") if tag == "select" else ""
            if said.get("type") != "file":
                self._form[2].setdefault(said.get("name", ""), said.get("value", "") or "1")
        elif self._form and tag == "option" and self._select and ("selected" in said or said.get("value")):
            self._form[2][self._select] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """End a form."""
        if tag == "form" and self._form:
            self.sent.append(self._form)
            self._form = None


def as_request(attacked: Attacked, target: Target) -> str:
    """The request as a browser sends it, for a tool that changes one field after the other."""
    cookie, token = attacked.signed_in(target.role)
    filled = urlencode(target.fields)
    query, body = ("?" + filled, "") if target.method == "GET" else ("", filled)
    lines = (
        f"{target.method} {target.path}{query} HTTP/1.1",
        f"Host: 127.0.0.1:{attacked.instance.port}",
        f"Cookie: {cookie}",
        f"X-CSRFToken: {token}",
        "Accept: text/html",
        *(("Content-Type: application/x-www-form-urlencoded",) if body else ()),
    )
    return "\n".join(lines) + f"\n\n{body}\n"
