"""The list of people, the page of one, and the forms that change them."""

import re

import pytest
import time_machine
from flask import Flask

from constellations.core.database import database
from constellations.models import Constellation, Person, Service
from constellations.permissions import Role
from tests.client import RoostClient, client_of
from tests.constellations.accounts.signing_in import PASSWORD, as_stored, mails, sign_in, subjects, with_password
from tests.constellations.people.stored import audited, person_called
from tests.factories import create_constellation, create_home, create_person, create_service, join
from tests.queries import count_queries


@pytest.fixture
def wren(service: Service) -> Constellation:
    """A constellation of the service."""
    return create_constellation(service, "Wren")


@pytest.fixture
def owl(service: Service) -> Constellation:
    """Another one."""
    return create_constellation(service, "Owl")


def carer_of(service: Service, constellation: Constellation, name: str) -> Person:
    """A carer whose home is a member of a constellation."""
    home = create_home(service)
    join(home, constellation)
    return create_person(Role.SATELLITE_CARER, home=home, name=name)


def names_on(page: str) -> list[str]:
    """The people of a list, in its order."""
    return re.findall(r'href="/people/[0-9a-f-]{36}">([^<]+)<', page)


class TestTheList:
    """Who sees whom."""

    def test_a_manager_sees_everybody_of_the_service_by_name(
        self, app: Flask, moira: Person, service: Service, wren: Constellation, owl: Constellation
    ) -> None:
        carer_of(service, wren, "Anita O’Hare")
        carer_of(service, owl, "Wyn Pryce")
        create_person(Role.REGIONAL, region=None, name="Of no region")
        create_person(Role.MANAGER, create_service(), name="Of another service")
        assert names_on(client_of(app, moira).get("/people").text) == ["Anita O’Hare", "Moira Flint", "Wyn Pryce"]

    def test_a_liaison_worker_sees_the_people_of_their_constellations_alone(
        self, app: Flask, moira: Person, service: Service, wren: Constellation, owl: Constellation
    ) -> None:
        lena = create_person(Role.LIAISON, service, constellations=(wren,), name="Lena Marsh")
        create_person(Role.LIAISON, service, constellations=(owl,), name="Not of hers")
        create_person(Role.LIAISON, service, constellations=(owl, wren), name="Cover Too")
        anita, wyn = carer_of(service, wren, "Anita O’Hare"), carer_of(service, owl, "Wyn Pryce")
        client = client_of(app, lena)
        assert names_on(client.get("/people").text) == ["Anita O’Hare", "Cover Too", "Lena Marsh"]
        assert names_on(client.get(f"/people?constellation_id={owl.id}").text) == [
            "Anita O’Hare",
            "Cover Too",
            "Lena Marsh",
        ]
        assert client.get(f"/people/{anita.id}").status_code == 200
        assert [client.get(f"/people/{hidden.id}").status_code for hidden in (wyn, moira)] == [404, 404]

    def test_it_is_narrowed_by_role_and_constellation_and_leaving(
        self, app: Flask, moira: Person, service: Service, wren: Constellation, owl: Constellation
    ) -> None:
        anita = carer_of(service, wren, "Anita O’Hare")
        carer_of(service, owl, "Wyn Pryce")
        create_person(Role.LIAISON, service, constellations=(wren,), name="Lena Marsh")
        client = client_of(app, moira)
        assert names_on(client.get("/people?role=satellite_carer").text) == ["Anita O’Hare", "Wyn Pryce"]
        assert names_on(client.get(f"/people?constellation_id={wren.id}").text) == ["Anita O’Hare", "Lena Marsh"]
        assert names_on(client.get(f"/people?constellation_id={wren.id}&role=liaison").text) == ["Lena Marsh"]
        client.post(f"/people/{anita.id}/end")
        assert names_on(client.get("/people?left=y").text) == ["Anita O’Hare"]
        assert "Anita" not in client.get("/people?role=satellite_carer").text

    @pytest.mark.parametrize("wish", ["role=king", "constellation_id=7", "page=-3", "page=x", "page=99", "role=&left="])
    def test_a_wish_that_makes_no_sense_shows_everybody(self, app: Flask, moira: Person, wish: str) -> None:
        assert names_on(client_of(app, moira).get(f"/people?{wish}").text) == ["Moira Flint"]

    def test_a_long_list_comes_in_pages_that_keep_the_wish(self, app: Flask, moira: Person, service: Service) -> None:
        for n in range(27):
            create_person(Role.FINANCE, service, name=f"Person {n:02}")
        client = client_of(app, moira)
        first = client.get("/people?role=finance").text
        assert len(names_on(first)) == 25
        assert "/people?page=2&amp;role=finance" in first
        assert names_on(client.get("/people?role=finance&page=2").text) == ["Person 25", "Person 26"]

    def test_its_number_of_queries_does_not_grow(
        self, app: Flask, moira: Person, service: Service, wren: Constellation
    ) -> None:
        client, engine = client_of(app, moira), database().engine
        carer_of(service, wren, "Anita")
        with count_queries(engine) as few:
            client.get("/people")
        for n in range(20):
            carer_of(service, wren, f"Carer {n}")
        with count_queries(engine) as many:
            assert len(names_on(client.get("/people").text)) == 22
        assert len(many) == len(few) <= 13


class TestForms:
    """Adding and changing through the pages."""

    def test_somebody_is_added_then_invited(self, app: Flask, moira: Person, service: Service) -> None:
        home, client = create_home(service), client_of(app, moira)
        data = {"name": " Wyn  Pryce ", "email": " Wyn@Example.org", "role": "satellite_carer", "home_id": str(home.id)}
        added = client.post("/people/new", data=data)
        wyn = person_called("Wyn Pryce")
        assert added.headers["Location"] == f"/people/{wyn.id}"
        assert (wyn.email, wyn.home_id) == ("wyn@example.org", home.id)
        assert "not invited yet" in client.get(f"/people/{wyn.id}").text
        client.post(f"/people/{wyn.id}/invite")
        assert subjects("wyn@example.org") == {"Your invitation to Roost"}
        assert "good until Sun 29 Nov, 09:00" in client.get(f"/people/{wyn.id}").text

    def test_only_the_fields_of_the_form_count(self, app: Flask, moira: Person, service: Service) -> None:
        other = create_service()
        data = {
            "name": "Wyn Pryce",
            "email": "wyn@example.org",
            "role": "finance",
            "home_id": "",
            "service_id": str(other.id),
            "password_hash": "x",
            "id": str(moira.id),
            "left_at": "2026-11-22",
        }
        client_of(app, moira).post("/people/new", data=data)
        wyn = person_called("Wyn Pryce")
        assert (wyn.service_id, wyn.password_hash, wyn.left_at, wyn.role) == (service.id, None, None, Role.FINANCE)
        assert wyn.id != moira.id

    def test_nobody_makes_themselves_manager_on_their_own_pages(self, app: Flask, service: Service) -> None:
        wyn = with_password(create_person(Role.FINANCE, service))
        data = {"password": PASSWORD, "new_password": "gravel teapot 9", "role": "manager", "email": "x@example.org"}
        client_of(app, wyn).post("/me/password", data=data)
        assert (as_stored(wyn).role, as_stored(wyn).email) == (Role.FINANCE, wyn.email)

    @pytest.mark.parametrize(
        ("field", "typed", "words"),
        [
            ("name", " ", "Enter a name."),
            ("email", "wyn", "Enter an email address, such as name@example.org."),
            ("role", "king", "Not a valid choice."),
            ("role", "hub_carer", "A carer belongs to a home. Choose which."),
            ("home_id", "7", "Not a valid choice."),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(
        self, app: Flask, moira: Person, field: str, typed: str, words: str
    ) -> None:
        data = {"name": "Wyn Pryce", "email": "wyn@example.org", "role": "finance", "home_id": "", field: typed}
        answer = client_of(app, moira).post("/people/new", data=data)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="Wyn Pryce"' in answer.text or field == "name"

    def test_a_taken_address_is_said_on_the_form(self, app: Flask, moira: Person) -> None:
        data = {"name": "Wyn Pryce", "email": moira.email, "role": "finance", "home_id": ""}
        answer = client_of(app, moira).post("/people/new", data=data)
        assert answer.status_code == 422
        assert "This email address is used already." in answer.text
        assert 'value="Wyn Pryce"' in answer.text

    def test_role_and_home_are_changed(self, app: Flask, moira: Person, service: Service) -> None:
        wyn, home = create_person(Role.FINANCE, service), create_home(service)
        client = client_of(app, moira)
        assert 'value="finance" checked' in client.get(f"/people/{wyn.id}/change").text
        data = {"name": "Wyn", "role": "hub_carer", "home_id": str(home.id), "version": "1"}
        assert client.post(f"/people/{wyn.id}/change", data=data).status_code == 302
        assert (as_stored(wyn).role, as_stored(wyn).home_id) == (Role.HUB_CARER, home.id)

    @pytest.mark.parametrize("version", ["", "0", "x", "1"])
    def test_a_stale_page_is_answered_with_both_changes(
        self, app: Flask, moira: Person, service: Service, version: str
    ) -> None:
        wyn, client = create_person(Role.FINANCE, service, name="Wyn"), client_of(app, moira)
        data = {"name": "Wyn Pryce", "role": "finance", "home_id": "", "version": "1"}
        client.post(f"/people/{wyn.id}/change", data=data)
        late = client.post(f"/people/{wyn.id}/change", data={**data, "name": "W. P.", "version": version})
        assert late.status_code == 409
        assert "It says now: Wyn Pryce, finance. You wanted: W. P., finance." in late.text

    def test_leaving_is_asked_once_more(self, app: Flask, moira: Person, service: Service) -> None:
        wyn, client = create_person(Role.FINANCE, service, name="Wyn Pryce"), client_of(app, moira)
        assert "End access of Wyn Pryce?" in client.get(f"/people/{wyn.id}/end").text
        assert as_stored(wyn).left_at is None
        client.post(f"/people/{wyn.id}/end")
        assert as_stored(wyn).left_at is not None
        client.post(f"/people/{wyn.id}/back")
        assert as_stored(wyn).left_at is None

    def test_a_lost_phone_is_signed_out(self, app: Flask, moira: Person, service: Service) -> None:
        wyn = with_password(create_person(Role.FINANCE, service))
        phone, client = client_of(app, wyn), client_of(app, moira)
        assert "their calendar addresses end with that" in client.get(f"/people/{wyn.id}").text
        assert client.post(f"/people/{wyn.id}/sign-out").headers["Location"] == f"/people/{wyn.id}"
        assert "no calendar of theirs reads on" in client.get(f"/people/{wyn.id}").text
        assert phone.get("/me").status_code == 401

    def test_the_last_manager_is_told_why_they_stay(self, app: Flask, moira: Person) -> None:
        answer = client_of(app, moira).post(f"/people/{moira.id}/end")
        assert answer.status_code == 422
        assert "This is the last service manager who can sign in." in answer.text

    def test_inviting_who_can_sign_in_is_refused_in_words(self, app: Flask, moira: Person) -> None:
        answer = client_of(app, moira).post(f"/people/{moira.id}/invite")
        assert answer.status_code == 422
        assert "can sign in already" in answer.text
        assert mails(moira) == []

    def test_a_liaison_worker_finds_nothing_to_change_and_may_change_nothing(
        self, app: Flask, service: Service, wren: Constellation
    ) -> None:
        lena = create_person(Role.LIAISON, service, constellations=(wren,))
        anita, client = carer_of(service, wren, "Anita"), client_of(app, lena)
        page = client.get(f"/people/{anita.id}").text
        assert "End access" not in page
        assert "/invite" not in page
        assert client.post(f"/people/{anita.id}/invite").status_code == 403


class TestTheAddress:
    """Changing a mail address asks for the password again."""

    def late(self, app: Flask, moira: Person) -> RoostClient:
        client = client_of(app)
        sign_in(client, moira.email)
        return client

    def test_after_ten_minutes_the_password_is_asked_for_and_then_one_goes_on(
        self, app: Flask, moira: Person, service: Service, clock: time_machine.Traveller
    ) -> None:
        wyn, client = create_person(Role.FINANCE, service), self.late(app, moira)
        path = f"/people/{wyn.id}/email"
        assert client.get(path).status_code == 200
        clock.shift(601)
        data = {"email": "wyn@elsewhere.example", "version": "1"}
        assert client.get(path).headers["Location"] == f"/sign-in/again?next={path}"
        assert client.post(path, data=data).status_code == 422, "asked for with what was typed"
        assert as_stored(wyn).email == wyn.email
        assert client.post(f"/sign-in/again?next={path}", data={"password": PASSWORD}).headers["Location"] == path
        assert client.post(path, data=data).status_code == 302
        assert as_stored(wyn).email == "wyn@elsewhere.example"
        assert audited(service)[-1][0] == "change_address"
