"""Signing out, here and everywhere, and the list of devices."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.accounts.actions import begin_on_device
from constellations.accounts.passwords import advice_on
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from tests.client import client_of
from tests.constellations.accounts.audited import audited
from tests.constellations.accounts.signing_in import PASSWORD, deeds, devices, mails, sign_in, token_in, with_password
from tests.constellations.feeds.standing import address_of
from tests.factories import create_constellation, create_home, create_person, create_region, create_service
from tests.registers import rows


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager with a password."""
    return with_password(create_person(Role.MANAGER, create_service(), name="Moira Flint"))


def test_after_signing_out_the_old_cookie_opens_nothing(app: Flask, moira: Person) -> None:
    client = client_of(app)
    sign_in(client, moira.email)
    kept = client.get_cookie("roost")
    assert kept
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?out=yes")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    client.set_cookie("roost", kept.value)
    assert client.get("/me").status_code == 401
    assert devices(moira) == []
    assert deeds(moira) == ["end_device", "sign_in"]
    assert "You are signed out" in client.get("/sign-in?out=yes").text


def test_signing_out_on_one_device_leaves_the_others(app: Flask, moira: Person) -> None:
    phone, desk = client_of(app, moira), client_of(app, moira)
    phone.post("/sign-out")
    assert desk.get("/me").status_code == 200


def test_who_was_signed_out_long_ago_may_still_sign_out(app: Flask) -> None:
    answer = client_of(app).post("/sign-out")
    assert answer.status_code == 302
    assert "Clear-Site-Data" in answer.headers


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out/everywhere"])
def test_nobody_is_signed_out_by_following_a_link(app: Flask, moira: Person, path: str) -> None:
    client = client_of(app, moira)
    assert client.get(path).status_code == 405
    client.with_token = False
    assert client.post(path).status_code == 400
    assert client.get("/me").status_code == 200


def test_everywhere_is_everywhere_and_nobody_else(app: Flask, moira: Person) -> None:
    other = create_person(Role.MANAGER, create_service())
    phone, desk, elsewhere = client_of(app, moira), client_of(app, moira), client_of(app, other)
    answer = desk.post("/sign-out/everywhere")
    assert "Clear-Site-Data" in answer.headers
    assert [one.get("/me").status_code for one in (phone, desk, elsewhere)] == [401, 401, 200]
    assert deeds(moira) == ["sign_out_everywhere"]


@pytest.mark.parametrize(("ticked", "opens"), [({"calendars": "y"}, 404), ({}, 200)])
def test_out_everywhere_calendars_read_on_unless_that_was_ticked(
    app: Flask, moira: Person, ticked: dict[str, str], opens: int
) -> None:
    calendar, desk = address_of(moira), client_of(app, moira)
    page = desk.get("/me/devices").text
    assert 'id="calendars" name="calendars" value="y">' in page, "not ticked: it would surprise"
    desk.post("/sign-out/everywhere", data=ticked)
    assert desk.get("/me").status_code == 401
    assert client_of(app).get(calendar).status_code == opens
    said = "1 calendar address is ended." in {words for (words,) in rows(Notice.words)}
    assert said is (opens == 404)
    assert (("sign_out_everywhere", "person") in audited()) is (opens == 404)


def test_the_list_says_which_device_is_this_one_and_when_each_was_used(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    begin_on_device(moira, "Firefox, Windows")
    clock.shift(dt.timedelta(minutes=10))
    begin_on_device(moira, "")
    client = client_of(app, moira)
    page = client.get("/me/devices").text
    assert "Firefox, Windows" in page
    assert "A browser we do not know" in page
    assert "Signed in Sun 22 Nov, 09:00, last used Sun 22 Nov, 09:00" in page
    assert page.count("this one") == 2, "the mark, and the sentence about signing out everywhere"
    assert page.count('action="/me/devices/') == 4, "each other device is signed out, or lost"


def test_the_list_leaves_out_what_is_over(app: Flask, moira: Person, clock: time_machine.Traveller) -> None:
    begin_on_device(moira, "Opera, Windows")
    clock.shift(dt.timedelta(minutes=31))
    assert "Opera" not in client_of(app, moira).get("/me/devices").text


def test_a_device_is_ended_from_afar(app: Flask, moira: Person) -> None:
    phone = client_of(app, moira)
    (first,) = devices(moira)
    desk = client_of(app, moira)
    assert desk.post(f"/me/devices/{first.id}/end").headers["Location"] == "/me/devices"
    assert phone.get("/me").status_code == 401
    assert desk.get("/me").status_code == 200


def test_a_device_of_somebody_else_is_not_there(app: Flask, moira: Person) -> None:
    service = create_service()
    other = create_person(Role.MANAGER, service)
    theirs = client_of(app, other)
    assert client_of(app, moira).post(f"/me/devices/{devices(other)[0].id}/end").status_code == 404
    assert theirs.get("/me").status_code == 200


def test_pages_of_signed_in_people_are_kept_by_no_browser(app: Flask, moira: Person) -> None:
    client = client_of(app, moira)
    kept = {
        path: client.get(path).headers["Cache-Control"] for path in ("/me", "/me/devices", "/me/password", "/sign-in")
    }
    assert set(kept.values()) == {"no-store"}


def test_ones_own_page_says_what_one_belongs_to(app: Flask) -> None:
    region = create_region("North")
    service = create_service("Fairvale", region)
    wren, home = create_constellation(service, "Wren"), create_home(service, "Larch Cottage")
    belongs = {
        create_person(Role.SATELLITE_CARER, home=home): "Larch Cottage",
        create_person(Role.LIAISON, service, constellations=(wren,)): "Wren",
        create_person(Role.LIAISON, service): "nothing yet",
        create_person(Role.FINANCE, service): "Fairvale",
        create_person(Role.REGIONAL, region=region): "North",
    }
    pages = {person: client_of(app, person).get("/me").text for person in belongs}
    assert [person.role for person, words in belongs.items() if words not in pages[person]] == []
    assert all(person.email in page for person, page in pages.items())


class TestPassword:
    """Changing one's own password."""

    NEW = "gravel teapot 9 o'clock"

    def test_it_needs_the_present_one(self, app: Flask, moira: Person) -> None:
        client = client_of(app, moira)
        answer = client.post("/me/password", data={"password": "not it", "new_password": self.NEW})
        assert answer.status_code == 422
        assert "That is not the password that you use now." in answer.text
        assert sign_in(client_of(app), moira.email, self.NEW).status_code == 422
        assert sign_in(client_of(app), moira.email).status_code == 302

    def test_it_ends_all_other_devices_and_this_one_goes_on_under_a_new_token(self, app: Flask, moira: Person) -> None:
        client, phone = client_of(app), client_of(app, moira)
        sign_in(client, moira.email)
        old = client.get_cookie("roost")
        assert old
        answer = client.post("/me/password", data={"password": PASSWORD, "new_password": self.NEW})
        assert answer.headers["Location"] == "/me"
        assert client.get("/me").status_code == 200
        assert phone.get("/me").status_code == 401
        thief = client_of(app)
        thief.set_cookie("roost", old.value)
        assert thief.get("/me").status_code == 401
        assert sign_in(client_of(app), moira.email).status_code == 422
        assert sign_in(client_of(app), moira.email, self.NEW).status_code == 302

    def test_the_person_is_told_by_mail_without_the_password(self, app: Flask, moira: Person) -> None:
        client_of(app, moira).post("/me/password", data={"password": PASSWORD, "new_password": self.NEW})
        assert [mail.subject for mail in mails(moira)] == ["Your Roost password was changed"]
        assert self.NEW not in mails(moira)[0].body
        assert deeds(moira) == ["change_password"]

    @pytest.mark.parametrize("new", ["short", "fostering2026", "moiraflint", "12345678"])
    def test_a_bad_one_is_refused_with_advice_and_nothing_changes(self, app: Flask, moira: Person, new: str) -> None:
        answer = client_of(app, moira).post("/me/password", data={"password": PASSWORD, "new_password": new})
        assert answer.status_code == 422
        assert str(advice_on(new, (moira.name, moira.email))) in answer.text
        assert f'value="{new}"' not in answer.text
        assert sign_in(client_of(app), moira.email).status_code == 302
        assert mails(moira) == []

    def test_a_thief_of_a_phone_cannot_try_many(self, app: Flask, moira: Person) -> None:
        client = client_of(app, moira)
        tries = [client.post("/me/password", data={"password": "no", "new_password": self.NEW}) for _ in range(11)]
        assert [one.status_code for one in tries] == [422] * 10 + [429]


class TestPasswordAgain:
    """What matters asks for the password once more."""

    def test_it_is_a_sign_in_of_its_own(self, app: Flask, moira: Person) -> None:
        client = client_of(app, moira)
        before = token_in(client)
        answer = client.post("/sign-in/again?next=/me/devices", data={"password": PASSWORD})
        assert answer.headers["Location"] == "/me/devices"
        assert token_in(client) not in (before, None)
        assert len(devices(moira)) == 1

    def test_a_wrong_one_changes_nothing(self, app: Flask, moira: Person) -> None:
        client = client_of(app, moira)
        answer = client.post("/sign-in/again", data={"password": "no"})
        assert answer.status_code == 422
        assert "That is not your password." in answer.text
        assert client.get("/me").status_code == 200

    def test_it_does_not_ask_for_an_address(self, app: Flask, moira: Person) -> None:
        page = client_of(app, moira).get("/sign-in/again").text
        assert 'name="password"' in page
        assert 'name="email"' not in page
