"""people.csv: addresses as sign-in finds them, and the service of who gives none."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer
from constellations.accounts.queries import person_at
from constellations.core import clock
from constellations.core.database import database, session
from constellations.deputies.actions import name_deputy
from constellations.feeds.models import FeedAddress
from constellations.models import Constellation, LiaisonAssignment, Person, Region, Service, holds_on
from constellations.notices.models import Notice, OutboxMail
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests import factories
from tests.client import client_of
from tests.constellations.accounts.signing_in import with_password
from tests.constellations.feeds.standing import address_of
from tests.registers import Register, key_of, rows, told


def service_of(email: str) -> uuid.UUID | None:
    """The service of the person with this address."""
    found: dict[str, uuid.UUID | None] = dict(rows(Person.email, Person.service_id))
    return found[email]


def there(email: str) -> Person:
    """Whoever has this address."""
    session().rollback()
    session().expire_all()
    found = person_at(email)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Ash@Example.ORG", "ash@example.org"), ("e\u0301lan@example.org", "\u00e9lan@example.org")],
)
def test_an_address_is_kept_as_sign_in_looks_for_it(app: Flask, tmp_path: Path, typed: str, kept: str) -> None:
    register = Register(tmp_path).set("people", 1, email=typed)
    assert told(register.load()) == []
    assert person_at(kept) is not None
    assert not register.load().is_news


def test_a_liaison_worker_without_service_has_that_of_the_constellations(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).set("people", 2, service="")
    assert told(register.load()) == []
    assert service_of("liaison@example.org") == key_of(Service, "North")
    assert not register.load().is_news


def test_a_liaison_worker_of_two_services_is_refused(app: Flask, tmp_path: Path) -> None:
    outcome = Register(tmp_path).set("people", 2, service="", constellation="Robin;Wren").load()
    assert told(outcome) == [("people", 4, "constellation", "Wren")]


def test_a_cell_that_no_database_could_keep_is_refused_and_shown(app: Flask, tmp_path: Path) -> None:
    outcome = Register(tmp_path).set("people", 1, email="a\x00sh@example.org").load()
    assert told(outcome) == [("people", 3, "email", "a sh@example.org")]


def test_without_the_column_everybody_but_managers_and_finance_has_a_service(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path)
    del register.files["people"][3]
    for row in register.files["people"]:
        del row["service"]
    assert told(register.load()) == []
    assert service_of("liaison@example.org") == service_of("ash@example.org") == key_of(Service, "North")
    assert service_of("region@example.org") is None


@pytest.mark.parametrize("has_constellations", [True, False])
def test_another_role_ends_what_the_role_before_opened(app: Flask, tmp_path: Path, has_constellations: bool) -> None:
    register = Register(tmp_path)
    register.load()
    people = {email: person_at(email) for email in ("liaison@example.org", "manager@example.org")}
    clients = {}
    for email, person in people.items():
        assert person is not None
        address_of(person)
        clients[email] = client_of(app, person)
    register.set("people", 2, role="finance", constellation="")
    register.set("people", 3, name="Another Name")
    if not has_constellations:
        for row in register.files["people"]:
            del row["constellation"]
    assert told(register.load()) == []
    opened = {email: clients[email].get("/me").status_code for email in people}
    assert opened == {"liaison@example.org": 401, "manager@example.org": 200}
    ended = select(Person.email).join(FeedAddress, FeedAddress.person_id == Person.id)
    with database().engine.connect() as connection:
        assert connection.scalars(ended.where(FeedAddress.ended_at.is_(None))).all() == ["manager@example.org"]
    assert rows(LiaisonAssignment.ends_on) == [(clock.today(),)]
    told_of = people["liaison@example.org"]
    assert told_of is not None
    words = [one for one in rows(Notice.person_id, Notice.words) if "calendar" not in one[1]]
    assert words == [(told_of.id, "Your role in Roost is now: finance.")]
    assert rows(OutboxMail.address) == [], "a register sends no mail"


def looked_after(person: Person) -> list[tuple[str, bool]]:
    """The constellations that somebody looks after today, each with whether that is as cover."""
    here = LiaisonAssignment
    asked = (
        select(Constellation.key, here.is_cover)
        .join(here, here.constellation_id == Constellation.id)
        .where(here.person_id == person.id, holds_on(here, clock.today()))
        .order_by(Constellation.key)
    )
    with database().engine.connect() as connection:
        return [(key, is_cover) for key, is_cover in connection.execute(asked)]


def test_a_deputy_covers_what_the_register_gives_and_takes(app: Flask, tmp_path: Path) -> None:
    register = (
        Register(tmp_path).add("constellations", constellation="Finch").add("constellations", constellation="Owl")
    )
    register.add("people", email="deputy@example.org", role="liaison", home="", constellation="Owl")
    assert told(register.load()) == []
    liaison, deputy = there("liaison@example.org"), there("deputy@example.org")
    name_deputy(viewer_for(liaison), liaison.id, deputy.id, clock.today(), clock.today() + dt.timedelta(days=7))
    assert looked_after(deputy) == [("Owl", False), ("Robin", True)]
    assert told(register.set("people", 2, constellation="Finch").load()) == []
    assert looked_after(deputy) == [("Finch", True), ("Owl", False)]
    assert told(register.set("people", 5, constellation="Finch;Owl").load()) == []
    assert looked_after(deputy) == [("Finch", False), ("Owl", False)], "their own by now, and no cover beside it"


class TestTheLastManager:
    """A service keeps a manager who can sign in, however the register is loaded."""

    def test_the_last_who_can_sign_in_stays_one(self, app: Flask, tmp_path: Path) -> None:
        register = Register(tmp_path).add("people", email="new@example.org", role="manager", home="", service="South")
        register.add("people", email="second@example.org", role="manager", home="")
        register.load()
        for email in ("manager@example.org", "new@example.org"):
            with_password(there(email))
        register.set("people", 3, role="finance")
        assert told(register.load()) == [("people", 5, "role", "finance")], "a second one was never invited"

    def test_another_who_can_sign_in_is_enough(self, app: Flask, tmp_path: Path) -> None:
        register = Register(tmp_path)
        register.load()
        for email in ("manager@example.org", "liaison@example.org"):
            with_password(there(email))
        register.set("people", 3, role="finance").set("people", 2, role="manager", constellation="")
        assert told(register.load()) == []
        assert (there("manager@example.org").role, there("liaison@example.org").role) == (Role.FINANCE, Role.MANAGER)

    def test_two_who_make_way_in_one_file_are_both_refused(self, app: Flask, tmp_path: Path) -> None:
        register = Register(tmp_path).add("people", email="second@example.org", role="manager", home="")
        register.load()
        for email in ("manager@example.org", "second@example.org"):
            with_password(there(email))
        register.set("people", 3, role="finance").set("people", 5, role="finance")
        assert [row for _file, row, _column, _value in told(register.load())] == [5, 7]
        register.set("people", 5, role="manager")
        assert told(register.load()) == []

    def test_a_manager_who_was_never_invited_becomes_something_else(self, app: Flask, tmp_path: Path) -> None:
        register = Register(tmp_path)
        register.load()
        assert told(register.set("people", 3, role="finance").load()) == []


def test_a_manager_moves_their_service_into_no_region(app: Flask, tmp_path: Path) -> None:
    """The region's viewers would see the service, and the service the region's viewers."""
    register = Register(tmp_path).of_north()
    assert told(register.load()) == []
    manager = Viewer(Role.MANAGER, service_id=key_of(Service, "North"))
    factories.create_region("Elsewhere")
    outcome = register.set("services", 0, region="Elsewhere").load(viewer=manager)
    assert told(outcome) == [("services", 2, "region", "Elsewhere")]
    assert not outcome.stored
    assert told(register.set("services", 0, region="The Region").load(viewer=manager)) == []
    with database().engine.connect() as connection:
        kept = connection.scalar(select(Region.key).join(Service, Service.region_id == Region.id))
    assert kept == "The Region"
