"""What is typed stays words: it becomes no SQL, no template, no markup, and no column that the form does not offer."""

import ast
from collections.abc import Iterable
from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from constellations.core.database import database
from constellations.guard import DECLARED, PUBLIC
from constellations.models import Membership, Person
from constellations.permissions import ROLE_PERMISSIONS, Role
from sleepovers.claims.models import Claim
from tests.addresses import address_of
from tests.client import RoostClient, client_of
from tests.queries import count_queries
from tests.registers import rows
from tests.samples import World, make_world
from tests.source import called, sources
from tests.test_odd_input import DAYS, FIELDS, LEFT_OUT, LIKELY

MARK = "zq7x"
SUM, PRODUCT = "11111*11111", "123454321"
EVIL = (
    f"{MARK}'\") OR 1=1; --%_\\ <script>alert(1)</script><img src=x onerror=alert(2)>"
    f"{{{{{SUM}}}}}{{% print({SUM}) %}}${{{SUM}}}<%= {SUM} %>{{0.__class__}}%(name)s%s"
)
"""Would end a string of SQL, be a script on a page, and be worked out by a template."""

ONE_AFTER_THE_OTHER = (Role.MANAGER, Role.HUB_CARER, Role.LIAISON, Role.FINANCE, Role.REGIONAL)
"""Who tries: each what none of those before may."""

ZERO = "a\x00b"
TEXTS = ("key", "words", "reason", "note", "name", "title", "body", "answer", "what", "said", "goals", "story", "also")
"""Fields in which people write."""

EVERYWHERE = dict.fromkeys(FIELDS, EVIL)

NOT_OFFERED = {
    **dict.fromkeys(("is_staff", "is_admin", "admin", "superuser", "left_at", "invited_at"), "1"),
    **dict.fromkeys(("role", "person-role", "role_id", "roles"), "manager"),
    **dict.fromkeys(("state", "status", "claim_state"), "approved"),
    **{"home_role": "hub", "joined_on": "2020-01-01", "starts_on": "2020-01-01", "permission": "set_service"},
}
"""Columns that no form of a carer has; ids of other people's things are added to them."""


@pytest.fixture
def world(app: Flask) -> World:
    """One of everything."""
    return make_world()


def routes(app: Flask, role: Role, but: Iterable[Role] = ()) -> list[tuple[Rule, str]]:
    """What a role may open or send, and none of the others before it may."""
    found = []
    for rule in app.url_map.iter_rules():
        declared = getattr(app.view_functions[rule.endpoint], DECLARED)
        may = [each for each in (role, *but) if declared == PUBLIC or declared in ROLE_PERMISSIONS[each]]
        if may == [role] and rule.endpoint not in LEFT_OUT and not ends_access(rule):
            found += [(rule, method) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def sent(client: RoostClient, rule: Rule, method: str, world: World, filled: dict[str, str]) -> TestResponse:
    """The answer to these words in every field of an address or form."""
    path = address_of(rule, world)
    return client.get(path, query_string=filled) if method == "GET" else client.post(path, data=filled)


@pytest.mark.proof
@pytest.mark.page_alone
def test_no_word_becomes_sql_or_template_or_markup(app: Flask, world: World) -> None:
    shown, tried = 0, 0
    with count_queries(database().engine) as asked:
        for number, role in enumerate(ONE_AFTER_THE_OTHER):
            client = client_of(app, world.people[role])
            for rule, method in routes(app, role, ONE_AFTER_THE_OTHER[:number]):
                answer = sent(client, rule, method, world, EVERYWHERE)
                assert answer.status_code < 500, f"{method} {rule}"
                if answer.mimetype in ("text/html", "application/json"):
                    assert PRODUCT not in answer.text, f"{method} {rule}"
                    assert "<script>alert" not in answer.text, f"{method} {rule}"
                    assert "<img src=x" not in answer.text, f"{method} {rule}"
                    shown += MARK in answer.text
                tried += 1
    assert tried > len(list(app.url_map.iter_rules())) // 2
    assert shown
    assert [statement for statement in asked if MARK in statement] == []


def test_a_zero_in_any_field_is_no_fault_of_ours(app: Flask, world: World) -> None:
    """PostgreSQL keeps none in a text."""
    likely = {field: values[0] for field, values in LIKELY.items()}
    every = dict.fromkeys(FIELDS, ZERO)
    zeros = [every, {**every, **likely, **dict.fromkeys(DAYS, "2026-11-22")}, {**likely, **dict.fromkeys(TEXTS, ZERO)}]
    faults, taken = [], 0
    for number, role in enumerate(ONE_AFTER_THE_OTHER):
        client = client_of(app, world.people[role])
        for rule, method in routes(app, role, ONE_AFTER_THE_OTHER[:number]):
            answers = [sent(client, rule, method, world, filled).status_code for filled in zeros]
            faults += [f"{method} {rule}"] * (max(answers) >= HTTPStatus.INTERNAL_SERVER_ERROR)
            taken += HTTPStatus.FOUND in answers
    assert faults == []
    assert taken


@pytest.mark.page_alone
@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER])
def test_what_a_form_does_not_offer_is_not_taken(app: Flask, world: World, role: Role) -> None:
    before, approved = who_is_who(), rows(Claim.approved_by, Claim.checked_by)
    client = client_of(app, world.people[role])
    manager, oneself = world.people[Role.MANAGER].id, world.people[role].id
    ids = {"service_id": world.service.id, "person_id": manager, "approved_by": oneself}
    likely = {field: values[0] for field, values in LIKELY.items()}
    filled = {**likely, **NOT_OFFERED, **{name: str(value) for name, value in ids.items()}}
    tried = [(rule, method) for rule, method in routes(app, role) if method == "POST"]
    answers = [sent(client, rule, method, world, filled).status_code for rule, method in tried]
    assert HTTPStatus.FOUND in answers, "what is offered was taken"
    assert who_is_who() == before
    assert rows(Claim.approved_by, Claim.checked_by) == approved


def ends_access(rule: Rule) -> bool:
    """Whether it signs out, which ends the attack."""
    return rule.rule.startswith(("/sign-out", "/me/devices"))


def who_is_who() -> list[object]:
    """Everybody's role and place, and each home's in its constellation."""
    with database().engine.connect() as connection:
        people = select(Person.id, Person.role, Person.service_id, Person.home_id, Person.region_id, Person.left_at)
        homes = select(Membership.id, Membership.home_id, Membership.constellation_id, Membership.role)
        return [tuple(row) for statement in (people, homes) for row in connection.execute(statement)]


def test_no_form_is_poured_into_a_row() -> None:
    pouring = [
        source.where(node)
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.expr)
        if called(node) in ("populate_obj", "to_dict") or (called(node) and any(poured(node)))
    ]
    assert pouring == []


def poured(call: object) -> Iterable[bool]:
    """Whether `**request.form` or `**form.data` is among what a call is given."""
    for named in getattr(call, "keywords", ()):
        value = getattr(named, "value", None)
        if named.arg is None and getattr(value, "attr", "") in ("form", "args", "values", "data", "json"):
            yield True
