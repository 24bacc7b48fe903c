"""`roost invite`: the first person of an installation, and others."""

import re
from collections.abc import Callable, Iterator

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from constellations import schema
from constellations.access import Viewer, visible
from constellations.core.database import database, session
from constellations.models import Person, Service
from constellations.people.cli import invite, people
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.signing_in import PASSWORD, as_stored, path_of, subjects, with_password
from tests.constellations.people.stored import person_called
from tests.factories import create_constellation, create_home, create_person, create_region, create_service

Run = Callable[..., Result]


@pytest.fixture
def current(app: Flask) -> Iterator[Flask]:
    """Roost on tables that count as those of this version."""
    with database().engine.begin() as connection:
        steps = ScriptDirectory.from_config(schema.configuration(database()))
        MigrationContext.configure(connection).stamp(steps, "heads")
    yield app
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


@pytest.fixture
def roost(current: Flask) -> Run:
    """Run `roost invite` with these words."""
    return lambda *words: CliRunner().invoke(invite(lambda: current), list(words))


@pytest.fixture
def operator(current: Flask) -> Run:
    """Run `roost people` with these words."""
    return lambda *words: CliRunner().invoke(people(lambda: current), list(words))


def services() -> list[str]:
    """The keys of all services."""
    session().expire_all()
    return [service.key for service in session().scalars(visible(Viewer.system(), Service))]


def test_the_first_person_of_an_installation_makes_its_service(app: Flask, roost: Run) -> None:
    said = roost("Moira@Example.org", "--role", "manager", "--service", "Fairvale", "--name", "Moira Flint")
    assert said.exit_code == 0, said.output
    assert services() == ["Fairvale"]
    assert "moira@example.org is invited." in said.output
    client = client_of(app)
    assert client.post(path_of(said.output), data={"new_password": PASSWORD}).status_code == 302
    assert client.get("/people").status_code == 200
    assert subjects("moira@example.org") >= {"Your invitation to Roost"}


def test_its_help_says_which_key_of_the_service_is_meant(roost: Run) -> None:
    said = " ".join(roost("--help").output.split())
    assert "Key of the service, as services.csv of its register has it." in said
    assert "a register with another one makes a second service" in said


def test_without_the_tables_of_this_version_it_says_what_to_do(app: Flask) -> None:
    said = CliRunner().invoke(invite(lambda: app), ["moira@example.org", "--role", "manager", "--service", "Fairvale"])
    assert said.exit_code == 2
    assert "Run: roost init" in said.output
    assert services() == []


def test_an_unknown_service_is_refused_where_there_is_one(app: Flask, roost: Run) -> None:
    create_service("Fairvale")
    said = roost("moira@example.org", "--role", "manager", "--service", "Fairvail")
    assert said.exit_code == 2
    assert "There is no service with the key Fairvail." in said.output
    assert services() == ["Fairvale"]


def test_each_role_says_where_it_belongs(app: Flask, roost: Run) -> None:
    service, region = create_service("Fairvale"), create_region("North")
    home, wren = create_home(service, "H1"), create_constellation(service, "Wren")
    for words in (
        ("anita@example.org", "--role", "satellite_carer", "--home", "H1", "--name", "Anita"),
        ("lena@example.org", "--role", "liaison", "--service", "Fairvale", "--constellation", "Wren", "--name", "Lena"),
        ("rhys@example.org", "--role", "regional", "--region", "North", "--name", "Rhys"),
    ):
        said = roost(*words)
        assert said.exit_code == 0, said.output
    assert person_called("Anita").home_id == home.id
    assert viewer_for(person_called("Lena")).constellation_ids == {wren.id}
    assert person_called("Rhys").region_id == region.id


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("moira", "--role", "manager", "--service", "Fairvale"), "moira is not an email address."),
        (("moira@example.org", "--role", "manager"), "Say which service: --service KEY."),
        (("moira@example.org", "--role", "hub_carer"), "Say which home: --home KEY."),
        (("moira@example.org", "--role", "hub_carer", "--home", "H9"), "There is no home with the key H9."),
        (("moira@example.org", "--role", "regional"), "Say which region: --region KEY."),
        (
            ("moira@example.org", "--role", "liaison", "--service", "Fairvale", "--constellation", "Owl"),
            "There is no constellation with the key Owl.",
        ),
        (("moira@example.org", "--role", "king"), "'king' is not one of"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(
    app: Flask, roost: Run, words: tuple[str, ...], sentence: str
) -> None:
    create_service("Fairvale")
    said = roost(*words)
    assert said.exit_code == 2
    assert sentence in re.sub(r"\s+", " ", said.output)
    assert subjects("moira@example.org") == set()


def test_who_is_here_already_is_invited_again_in_the_same_role_only(app: Flask, roost: Run) -> None:
    wyn = create_person(Role.FINANCE, create_service("Fairvale"))
    first = roost(wyn.email, "--role", "finance")
    second = roost(wyn.email, "--role", "finance")
    assert [client_of(app).get(path_of(said.output)).status_code for said in (first, second)] == [404, 200]
    refused = roost(wyn.email, "--role", "manager", "--service", "Fairvale")
    assert refused.exit_code == 2
    assert "is here already, as finance." in refused.output


class TestOfTheRegion:
    """Whoever runs the machine changes the people of a region, whom no service changes."""

    @pytest.fixture
    def rhys(self, current: Flask) -> Person:
        """A regional viewer with a password."""
        return with_password(create_person(Role.REGIONAL, region=create_region("North"), name="Rhys"))

    def test_another_address_is_told_to_both(self, rhys: Person, operator: Run) -> None:
        old = rhys.email
        said = operator("address", old, "Rhys@Example.org")
        assert said.exit_code == 0, said.output
        assert as_stored(rhys).email == "rhys@example.org"
        assert subjects(old) == subjects("rhys@example.org") == {"Your email address in Roost"}

    def test_access_ends_and_comes_back(self, rhys: Person, operator: Run) -> None:
        assert operator("end-access", rhys.email).exit_code == 0
        assert as_stored(rhys).left_at is not None
        assert operator("let-back", rhys.email).exit_code == 0
        assert as_stored(rhys).left_at is None

    def test_they_become_somebody_of_a_service(self, rhys: Person, operator: Run) -> None:
        service = create_service("Fairvale")
        said = operator("role", rhys.email, "--role", "finance", "--service", "Fairvale")
        assert said.output.endswith(f"{rhys.email} is finance from now on.\n"), said.output
        there = as_stored(rhys)
        assert (there.role, there.service_id, there.region_id, there.name) == (Role.FINANCE, service.id, None, "Rhys")

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (("end-access", "nobody@example.org"), "There is nobody with the address nobody@example.org."),
            (("address", "nobody@example.org", "rhys"), "rhys is not an email address."),
        ],
    )
    def test_what_is_wrong_is_said(self, rhys: Person, operator: Run, words: tuple[str, ...], sentence: str) -> None:
        said = operator(*words)
        assert (said.exit_code, sentence in said.output) == (2, True)
