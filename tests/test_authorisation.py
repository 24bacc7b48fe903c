"""The walk: every route, as nobody, as the wrong role, as the right role elsewhere, and as the entitled person."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from constellations.core.settings import read_settings
from constellations.guard import ASKS_AGAIN, BY_FEED_TOKEN, DECLARED, PUBLIC
from constellations.models import Person
from constellations.permissions import ROLE_PERMISSIONS, STAFF, Permission, Role
from tests.addresses import SAMPLES, WORDS
from tests.client import RoostClient, client_of
from tests.samples import World, make_world

SIGN_IN = "/sign-in"
PAGE, DATA = "text/html", "application/json"


ROOST = create_app(
    read_settings({"ROOST_ENV": "test", "DATABASE_URL": "sqlite:///nowhere.db", "SECRET_KEY": "0123456789abcdef" * 2})
)


def _routes() -> list[tuple[Rule, str]]:
    rules = [rule for rule in ROOST.url_map.iter_rules() if rule.endpoint != "static"]
    return [(rule, method) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


def _declared(rule: Rule) -> str | Permission:
    found: str | Permission = getattr(ROOST.view_functions[rule.endpoint], DECLARED)
    return found


ROUTES = _routes()
GUARDED = [(rule, method) for rule, method in ROUTES if _declared(rule) not in (PUBLIC, BY_FEED_TOKEN)]
OF_ONE_THING = [(rule, method) for rule, method in GUARDED if rule.arguments & set(SAMPLES)]
ASKING = [(rule, method) for rule, method in GUARDED if hasattr(ROOST.view_functions[rule.endpoint], ASKS_AGAIN)]
BY_WHAT_IS_SENT = {"/me/alerts"}
"""Pages that ask for the password again where something is sent that matters, and not to be looked at."""

LOOKS_THAT_ASK = [each for each in ASKING if each[1] == "GET" and each[0].rule not in BY_WHAT_IS_SENT]
READ_WHERE_IT_IS = {
    "/events/<uuid:occurrence_id>.ics": "what the reader's own calendar takes in",
    "/region.csv": "counts in which nobody can be found",
    "/retention/figures.csv": "how many rows of a kind went",
    "/asks/unmet/figures.csv": "counts",
    "/budgets/<uuid:spend_id>/receipt": "a receipt, looked at beside its line",
    "/attachments/<uuid:attachment_id>/file": "a photo or document of a conversation, looked at in it",
    "/attachments/<uuid:attachment_id>/preview": "the same, small",
}
"""Files that may be fetched without the password, and what is in them."""


def _names(case: object) -> str:
    return str(case)


@pytest.fixture
def world(app: Flask) -> World:
    """Two constellations of one service, and another service, each with people of every role."""
    return make_world()


def _path(rule: Rule, world: World | None) -> str:
    """The address of the sample objects; without a world, of things that are not there."""
    path = rule.rule
    for name in rule.arguments:
        assert name in SAMPLES or name in WORDS, f"{rule}: there is no sample for <{name}> in tests/samples.py"
        value = WORDS[name] if name in WORDS else str(SAMPLES[name](world) if world else uuid.UUID(int=7))
        path = re.sub(rf"<(?:[a-z_]+:)?{name}>", value, path)
    return path


def _kept_client(app: Flask, person: Person) -> RoostClient:
    """The browser of somebody who is refused everything, signed in once for all refusals."""
    known: dict[uuid.UUID, RoostClient] = app.extensions.setdefault("kept_clients", {})
    if person.id not in known:
        known[person.id] = client_of(app, person)
    return known[person.id]


def _bare(answer: TestResponse, path: str) -> str:
    """The page without what differs from one request to the next."""
    return re.sub(r"\b[0-9a-f]{12}\b", "", answer.text.replace(path, ""))


@pytest.mark.page_alone
@pytest.mark.parametrize(("rule", "method"), GUARDED, ids=_names)
def test_nobody_is_sent_to_sign_in(kept_app: Flask, rule: Rule, method: str) -> None:
    answer = client_of(kept_app).open(_path(rule, None), method=method)
    assert answer.status_code == 401 or answer.headers.get("Location", "").startswith(SIGN_IN)


@pytest.mark.page_alone
@pytest.mark.parametrize(("rule", "method"), GUARDED, ids=_names)
def test_a_role_without_the_permission_is_refused(kept_app: Flask, kept_world: World, rule: Rule, method: str) -> None:
    needed = _declared(rule)
    without = [role for role in Role if needed not in ROLE_PERMISSIONS[role]]
    path, asked = _path(rule, kept_world), {"method": method, "headers": {"Accept": DATA}}
    statuses = {
        role: _kept_client(kept_app, kept_world.people[role]).open(path, **asked).status_code for role in without
    }
    assert statuses == dict.fromkeys(without, 403)
    assert without or needed is Permission.USE_ROOST


@pytest.mark.parametrize(("rule", "method"), OF_ONE_THING, ids=_names)
def test_what_is_somebody_elses_is_as_if_it_were_not_there(
    kept_app: Flask, kept_world: World, rule: Rule, method: str
) -> None:
    needed = _declared(rule)
    outsiders = [person for person in kept_world.outsiders if needed in ROLE_PERMISSIONS[person.role]]
    assert outsiders, f"nobody outside has {needed}: add one to the world"
    theirs, nothing = _path(rule, kept_world), _path(rule, None)
    # The page of the first, and of all the others the same answer as data, which is quicker to make.
    for accepted, people in ((PAGE, outsiders[:1]), (DATA, outsiders[1:])):
        for person in people:
            refused, missing = (
                _kept_client(kept_app, person).open(path, method=method, headers={"Accept": accepted})
                for path in (theirs, nothing)
            )
            assert (refused.status_code, missing.status_code) == (404, 404), person.role
            assert _bare(refused, theirs) == _bare(missing, nothing)


@pytest.mark.parametrize(("rule", "method"), [each for each in GUARDED if each[1] == "GET"], ids=_names)
def test_the_entitled_look(kept_app: Flask, kept_world: World, rule: Rule, method: str) -> None:
    statuses = _answers_to_the_entitled(kept_app, kept_world, rule, method)
    assert statuses - {401, 403, 404}, f"{statuses}: nobody is let in"
    assert not statuses & {500, 503}


@pytest.mark.parametrize(("rule", "method"), LOOKS_THAT_ASK, ids=_names)
def test_who_gave_the_password_eleven_minutes_ago_takes_nothing_out(
    kept_app: Flask, kept_world: World, clock: time_machine.Traveller, rule: Rule, method: str
) -> None:
    entitled = [role for role in Role if _declared(rule) in ROLE_PERMISSIONS[role]]
    browsers = {role: client_of(kept_app, kept_world.people[role]) for role in entitled}
    clock.shift(dt.timedelta(minutes=11))
    said = {role: browser.open(_path(rule, kept_world), method=method) for role, browser in browsers.items()}
    assert {role for role, answer in said.items() if _is_taken_out(answer)} <= set(Role) - STAFF
    assert any(answer.headers.get("Location", "").startswith("/sign-in/again") for answer in said.values())


@pytest.mark.parametrize(("rule", "method"), [each for each in GUARDED if each[1] != "GET"], ids=_names)
def test_the_entitled_act(app: Flask, world: World, rule: Rule, method: str) -> None:
    statuses = _answers_to_the_entitled(app, world, rule, method)
    assert statuses - {401, 403, 404}, f"{statuses}: nobody is let in"
    assert not statuses & {500, 503}


def _answers_to_the_entitled(app: Flask, world: World, rule: Rule, method: str) -> set[int]:
    """What everybody whose role allows it is answered."""
    needed = _declared(rule)
    entitled = [role for role in Role if needed in ROLE_PERMISSIONS[role]]
    said = [client_of(app, world.people[role]).open(_path(rule, world), method=method) for role in entitled]
    # What somebody saw is kept by no browser, so that whoever goes back in one sees nothing.
    assert all("no-store" in answer.headers["Cache-Control"] for answer in said)
    asks_again = hasattr(ROOST.view_functions[rule.endpoint], ASKS_AGAIN)
    assert asks_again or rule.rule in READ_WHERE_IT_IS or not any(_is_taken_out(answer) for answer in said)
    return {answer.status_code for answer in said}


def _is_taken_out(answer: TestResponse) -> bool:
    return answer.headers.get("Content-Disposition", "").startswith("attachment")
