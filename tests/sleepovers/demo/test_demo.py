"""The demo service loaded: once, only into an empty Roost, never in production."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from constellations import schema
from constellations.access import Viewer, covering, visible
from constellations.accounts.queries import person_at
from constellations.children.models import Child
from constellations.children.rules import all_siblings
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import database, session
from constellations.core.errors import RuleBroken
from constellations.core.passwords import is_right
from constellations.core.settings import read_settings
from constellations.homes.exemptions.queries import exempted_at
from constellations.models import Home, HomeTerms, Person, Service
from constellations.queries import viewer_for
from constellations.rules import HomeStatus
from messaging.announcements.queries import announcements_of
from messaging.models import Message
from messaging.polls.queries import polls_shown
from sleepovers.asks.models import Ask
from sleepovers.claims.queries import uplift_rows
from sleepovers.demo.actions import PASSWORD, fill_with_demo
from sleepovers.demo.asking.actions import WISH
from sleepovers.demo.cli import demo as demo_command
from sleepovers.demo.queries import demo_people, has_demo
from sleepovers.models import StayNight
from tests.conftest import SAID
from tests.factories import create_service

SYSTEM = Viewer.system()
PRODUCTION = {
    "ROOST_ENV": "production",
    "SECRET_KEY": "b1946ac92492d2347c6235b4d2611184",
    "PUBLIC_URL": "https://roost.example",
    "MAIL_URL": "smtp://mail.example:25",
    "ROOST_FIELD_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}


def _nights() -> int:
    return session().scalar(covering(SYSTEM, select(func.count()).select_from(StayNight))) or 0


@pytest.mark.proof
def test_an_empty_roost_takes_the_demo_service_on_either_database(app: Flask) -> None:
    assert not has_demo(SYSTEM)
    assert fill_with_demo(SYSTEM)
    assert has_demo(SYSTEM)
    assert_october_is_counted()


def test_the_demo_service_is_loaded_once_and_its_october_is_counted(demo_app: Flask) -> None:
    nights = _nights()
    assert nights > 80
    assert not fill_with_demo(SYSTEM)
    assert (_nights(), has_demo(SYSTEM)) == (nights, True)
    assert_october_is_counted()


def assert_october_is_counted() -> None:
    """Four hubs with what domain and demo register say of them."""
    october = {row.home_name: row.figures for row in uplift_rows(SYSTEM, Month(2026, 10), None)}
    assert {home: october[home]["counted"] for home in ("Kelly", "Brennan", "Osei", "Lindqvist")} == {
        "Kelly": 19,
        "Brennan": 16,
        "Osei": 11,
        "Lindqvist": 7,
    }
    assert (october["Kelly"]["amount_pence"], october["Kelly"]["status"]) == (12000, "flagged")
    assert october["Brennan"]["status"] is None


def test_what_staff_keep_is_there_to_be_looked_at(demo_app: Flask) -> None:
    children = {child.key: child for child in session().scalars(visible(SYSTEM, Child))}
    fielding = [children[f"Fielding-{initials}"] for initials in ("LT", "OT", "NT")]
    assert all_siblings(child.sibling_group for child in fielding)
    assert not all_siblings(children[key].sibling_group for key in ("Fielding-LT", "Patel-JB"))
    addresses = {child.social_worker_email for child in children.values()} - {None}
    assert addresses == {"nina.crewe@alderbrook.example", "owen.tait@alderbrook.example"}
    homes = {home.key: home.id for home in session().scalars(visible(SYSTEM, Home))}
    tonight = clock.today()
    named = exempted_at(SYSTEM, [homes["Fielding"]], [tonight])[homes["Fielding"]][tonight]
    assert named == {children["Novak-ES"].id, *(child.id for child in fielding)}
    asked = visible(SYSTEM, HomeTerms).where(HomeTerms.status == HomeStatus.ON_HOLD)
    assert [(row.home_id, row.review_on > tonight) for row in session().scalars(asked) if row.review_on] == [
        (homes["Sayed"], True)
    ]


def test_everybody_who_is_introduced_can_sign_in(demo_app: Flask) -> None:
    people = demo_people(SYSTEM, PASSWORD)
    assert {person["role"] for person in people} == {
        "hub_carer",
        "satellite_carer",
        "liaison",
        "manager",
        "finance",
        "regional",
    }
    assert set(people[0]) == {"email", "name", "role", "home", "constellations", "password"}
    by_name = {person["name"]: person for person in people}
    assert by_name["Ruth Adeyemi"]["constellations"] == ["Northern Lights", "Plough", "Riverbank"]
    assert (by_name["Moira Kelly"]["home"], by_name["Moira Kelly"]["constellations"]) == ("Kelly", ["Northern Lights"])
    for person in (by_name["Moira Kelly"], by_name["Colin Shaw"]):
        stored = person_at(str(person["email"]))
        assert stored is not None
        assert is_right(stored.password_hash, str(person["password"]))


def test_a_family_asks_for_every_second_friday_with_the_childs_wish(demo_app: Flask) -> None:
    asked = session().scalars(visible(SYSTEM, Ask).where(Ask.series_id.is_not(None)).order_by(Ask.arrive_on)).all()
    assert [(ask.arrive_on.weekday(), ask.wish) for ask in asked] == [(4, WISH)] * 3
    assert {(after.arrive_on - ask.arrive_on).days for ask, after in pairwise(asked)} == {14}


def test_it_has_announced_something_and_looks_for_a_day(demo_app: Flask) -> None:
    manager = viewer_for(person_named("Priya Raman"))
    tallies = {one.title: one.tally for one in announcements_of(manager, 1).rows}
    assert [tally.answered for tally in tallies.values() if tally] == [1, 7]
    (asked,) = session().scalars(visible(SYSTEM, Message).where(Message.carries_poll))
    (poll,) = polls_shown([asked.id]).values()
    assert (poll.people, [answer.is_best for answer in poll.answers]) == (4, [True, False, False])


def person_named(name: str) -> Person:
    """Somebody of the demo service."""
    return session().scalars(visible(SYSTEM, Person).where(Person.name == name)).one()


def test_it_goes_beside_no_real_service(app: Flask) -> None:
    create_service()
    with pytest.raises(RuleBroken, match="only into an empty one"):
        fill_with_demo(SYSTEM)
    assert session().scalar(covering(SYSTEM, select(func.count()).select_from(Service))) == 1


def test_the_command_says_what_it_needs(tmp_path: Path) -> None:
    roost = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path)}))
    command = demo_command(lambda: roost)
    assert "Run: roost init" in CliRunner().invoke(command).output
    with roost.app_context():
        schema.upgrade(database())
    assert "holds no demo service" in CliRunner().invoke(command, ["--people"]).output


def test_the_command_says_whom_one_can_sign_in_as(demo_app: Flask, demo: Path) -> None:
    assert "moira.kelly@alderbrook.example" in (demo / SAID).read_text()
    command = demo_command(lambda: demo_app)
    again = CliRunner().invoke(command)
    assert (again.exit_code, "there already" in again.output) == (0, True)
    assert len(json.loads(CliRunner().invoke(command, ["--people"]).output)) == 59


def test_production_has_no_demo_service(tmp_path: Path) -> None:
    roost = create_app(read_settings({**PRODUCTION, "ROOST_DATA": str(tmp_path)}))
    for words in ([], ["--people"]):
        refused = CliRunner().invoke(demo_command(lambda: roost), words)
        assert (refused.exit_code, "In production" in refused.output) == (2, True)
