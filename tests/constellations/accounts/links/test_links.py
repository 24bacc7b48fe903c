"""Invitations, and the way to a new password: who gets a link, for how long it is good, and that it is good once."""

import datetime as dt
import threading

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from constellations.access import Viewer, covering, find
from constellations.accounts.actions import Browser
from constellations.accounts.links.actions import invite, use_link
from constellations.accounts.links.queries import LinkDead
from constellations.accounts.models import MailedLink
from constellations.accounts.rules import account_name
from constellations.core import clock as house_clock
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, RuleBroken
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.signing_in import (
    NEW_PASSWORD,
    PASSWORD,
    as_stored,
    deeds,
    devices,
    link_in,
    mails,
    path_of,
    sign_in,
    subjects,
    with_password,
)
from tests.factories import create_home, create_person, create_service

NO_LONGER_GOOD = "This link is no longer good"


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return create_service("Fairvale")


@pytest.fixture
def anita(service: Service) -> Person:
    """A carer with a password."""
    return with_password(create_person(Role.SATELLITE_CARER, home=create_home(service), name="Anita O'Hare"))


@pytest.fixture
def newcomer(service: Service) -> Person:
    """A carer whom nobody has invited yet."""
    return create_person(Role.SATELLITE_CARER, home=create_home(service), name="Wyn Pryce")


@pytest.fixture
def manager(service: Service) -> Viewer:
    """Who invites."""
    return viewer_for(with_password(create_person(Role.MANAGER, service)))


def wish(app: Flask, email: str) -> str:
    """Ask for a new password; the page that answers, without the token of its forms."""
    answer = client_of(app).post("/forgotten", data={"email": email})
    assert answer.status_code == 200
    return answer.text[answer.text.index("<main") : answer.text.index("</main>")].replace(email, "")


def reset_link(app: Flask, person: Person) -> str:
    """The path of a link to a new password."""
    before = {mail.id for mail in mails(person)}
    wish(app, person.email)
    (new,) = [mail for mail in mails(person) if mail.id not in before]
    return link_in(new)


class TestForgotten:
    """Asking for a link."""

    def test_the_answer_is_the_same_for_every_address(self, app: Flask, anita: Person, newcomer: Person) -> None:
        known = wish(app, anita.email)
        assert "Look into your mail" in known
        assert wish(app, "nobody@example.org") == known
        assert wish(app, newcomer.email) == known

    def test_only_who_has_a_password_is_sent_a_link(self, app: Flask, anita: Person, newcomer: Person) -> None:
        left = with_password(create_person(Role.SATELLITE_CARER, home=create_home(create_service())))
        with transaction():
            find(Viewer.system(), Person, left.id).left_at = house_clock.now()
        for person in (anita, newcomer, left):
            wish(app, person.email)
        assert [len(mails(person)) for person in (anita, newcomer, left)] == [1, 0, 0]

    def test_three_links_an_hour_and_then_no_more_though_the_answer_stays(self, app: Flask, anita: Person) -> None:
        answers = {wish(app, anita.email) for _ in range(5)}
        assert len(answers) == 1
        assert len(mails(anita)) == 3

    def test_one_address_cannot_wish_for_ever(self, app: Flask) -> None:
        statuses = [
            client_of(app).post("/forgotten", data={"email": f"person{n}@nowhere.example"}).status_code
            for n in range(21)
        ]
        assert statuses == [200] * 20 + [429]

    def test_an_empty_address_is_said_beside_its_field(self, app: Flask) -> None:
        answer = client_of(app).post("/forgotten", data={"email": ""})
        assert answer.status_code == 422
        assert "Enter your email address." in answer.text


class TestNewPassword:
    """Using the link to a new password."""

    def test_it_sets_the_password_and_signs_in_here_alone(self, app: Flask, anita: Person) -> None:
        phone = client_of(app, anita)
        path = reset_link(app, anita)
        client = client_of(app)
        assert client.get(path).status_code == 200
        answer = client.post(path, data={"new_password": NEW_PASSWORD})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert client.get("/me").status_code == 200
        assert phone.get("/me").status_code == 401
        assert sign_in(client_of(app), anita.email).status_code == 422
        assert sign_in(client_of(app), anita.email, NEW_PASSWORD).status_code == 302
        assert subjects(anita.email) == {"A new password for Roost", "Your Roost password was changed"}
        assert deeds(anita) == ["ask_for_new_password", "choose_new_password", "sign_in"]

    def test_it_is_good_once(self, app: Flask, anita: Person) -> None:
        path = reset_link(app, anita)
        client_of(app).post(path, data={"new_password": NEW_PASSWORD})
        for answer in (
            client_of(app).get(path),
            client_of(app).post(path, data={"new_password": "heron 3 weir violin"}),
        ):
            assert answer.status_code == 404
            assert NO_LONGER_GOOD in answer.text
        assert sign_in(client_of(app), anita.email, NEW_PASSWORD).status_code == 302

    def test_a_password_that_is_changed_meanwhile_ends_it(self, app: Flask, anita: Person) -> None:
        path, phone = reset_link(app, anita), client_of(app, anita)
        changed = phone.post("/me/password", data={"password": PASSWORD, "new_password": NEW_PASSWORD})
        assert changed.location == "/me"
        assert client_of(app).get(path).status_code == 404

    def test_of_two_who_come_at_once_with_the_same_link_one_gets_in(self, app: Flask, anita: Person) -> None:
        token, start = reset_link(app, anita).rpartition("/")[2], threading.Barrier(2)
        came: list[object] = []

        def use(password: str) -> None:
            with app.app_context():
                start.wait()
                try:
                    came.append(use_link(token, False, password, Browser()))
                except LinkDead as dead:
                    came.append(type(dead))

        threads = [threading.Thread(target=use, args=(word,)) for word in (NEW_PASSWORD, "weir 7 lantern moss")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert came.count(LinkDead) == 1
        assert len(devices(anita)) == 1

    def test_looking_at_it_does_not_use_it_up(self, app: Flask, anita: Person) -> None:
        path = reset_link(app, anita)
        assert [client_of(app).get(path).status_code for _ in range(3)] == [200] * 3

    @pytest.mark.parametrize(("minutes", "status"), [(59, 200), (60, 404)])
    def test_it_is_good_for_an_hour(
        self, app: Flask, anita: Person, clock: time_machine.Traveller, minutes: int, status: int
    ) -> None:
        path = reset_link(app, anita)
        clock.shift(dt.timedelta(minutes=minutes))
        assert client_of(app).get(path).status_code == status

    def test_a_newer_one_ends_it(self, app: Flask, anita: Person) -> None:
        first, second = reset_link(app, anita), reset_link(app, anita)
        assert [client_of(app).get(path).status_code for path in (first, second)] == [404, 200]

    def test_it_is_dead_when_the_address_has_changed(self, app: Flask, anita: Person) -> None:
        path = reset_link(app, anita)
        with transaction():
            find(Viewer.system(), Person, anita.id).email = "anita@elsewhere.example"
        assert client_of(app).get(path).status_code == 404

    def test_it_is_dead_when_the_person_has_left(self, app: Flask, anita: Person) -> None:
        path = reset_link(app, anita)
        with transaction():
            find(Viewer.system(), Person, anita.id).left_at = house_clock.now()
        assert client_of(app).post(path, data={"new_password": NEW_PASSWORD}).status_code == 404

    def test_it_is_no_invitation(self, app: Flask, anita: Person) -> None:
        path = reset_link(app, anita)
        assert client_of(app).get(path.replace("new-password", "invitation")).status_code == 404

    def test_a_bad_password_leaves_it_good(self, app: Flask, anita: Person) -> None:
        path = reset_link(app, anita)
        answer = client_of(app).post(path, data={"new_password": "fostering1"})
        assert answer.status_code == 422
        assert "Take out names" in answer.text
        assert client_of(app).post(path, data={"new_password": NEW_PASSWORD}).status_code == 302

    def test_signing_in_by_it_ends_whoever_was_signed_in_on_this_browser(self, app: Flask, anita: Person) -> None:
        other = with_password(create_person(Role.MANAGER, create_service()))
        client = client_of(app)
        sign_in(client, other.email)
        client.post(reset_link(app, anita), data={"new_password": NEW_PASSWORD})
        assert devices(other) == []
        assert anita.email in client.get("/me").text

    def test_the_database_holds_no_token(self, app: Flask, anita: Person) -> None:
        token = reset_link(app, anita).rpartition("/")[2]
        assert len(token) >= 22, "128 bits and more"
        kept = session().scalars(covering(Viewer.system(), select(MailedLink.token_hash))).all()
        assert token not in kept
        assert [len(one) for one in kept] == [64]

    def test_nothing_that_opens_a_door_is_in_the_log(self, app: Flask, anita: Person) -> None:
        with capture_logs() as lines:
            path = reset_link(app, anita)
            client_of(app).post(path, data={"new_password": NEW_PASSWORD})
        assert any(line["event"] == "password_set" for line in lines)
        assert not any(word in str(lines) for word in (path.rpartition("/")[2], NEW_PASSWORD, anita.email, anita.name))


@pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "..%2f..", "' or 1=1"])
@pytest.mark.parametrize("kind", ["invitation", "new-password"])
def test_what_was_never_a_link_is_as_dead_as_an_old_one(app: Flask, kind: str, token: str) -> None:
    answer = client_of(app).get(f"/{kind}/{token}")
    assert answer.status_code == 404


class TestInvitation:
    """Inviting, and accepting."""

    def test_a_link_is_mailed_that_lets_somebody_in(self, app: Flask, newcomer: Person, manager: Viewer) -> None:
        address = invite(manager, newcomer.id)
        mail = mails(newcomer)[0]
        assert address in mail.body
        assert "Fairvale invites you to Roost" in mail.body
        assert "until Sun 29 Nov, 09:00" in mail.body
        path, client = link_in(mail), client_of(app)
        assert "Wyn Pryce, choose a password." in client.get(path).text
        assert client.post(path, data={"new_password": PASSWORD}).headers["Location"] == "/"
        assert client.get("/me").status_code == 200
        assert sign_in(client_of(app), newcomer.email).status_code == 302
        assert deeds(newcomer) == ["accept_invitation", "sign_in"]
        assert client_of(app).get(path).status_code == 404

    @pytest.mark.parametrize(("days", "status"), [(6, 200), (7, 404)])
    def test_it_is_good_for_a_week(
        self,
        app: Flask,
        newcomer: Person,
        manager: Viewer,
        clock: time_machine.Traveller,
        days: int,
        status: int,
    ) -> None:
        invite(manager, newcomer.id)
        clock.shift(dt.timedelta(days=days))
        assert client_of(app).get(link_in(mails(newcomer)[0])).status_code == status

    def test_inviting_again_kills_the_earlier_link(self, app: Flask, newcomer: Person, manager: Viewer) -> None:
        first, second = (path_of(invite(manager, newcomer.id)) for _ in range(2))
        assert [client_of(app).get(path).status_code for path in (first, second)] == [404, 200]

    def test_who_can_sign_in_is_not_invited_again(self, anita: Person, manager: Viewer) -> None:
        with pytest.raises(RuleBroken, match="can sign in already"):
            invite(manager, anita.id)
        assert mails(anita) == []

    def test_who_has_left_is_not_invited(self, newcomer: Person, manager: Viewer) -> None:
        with transaction():
            find(Viewer.system(), Person, newcomer.id).left_at = house_clock.now()
        with pytest.raises(RuleBroken, match="has left"):
            invite(manager, newcomer.id)

    def test_only_managers_invite(self, app: Flask, newcomer: Person, service: Service) -> None:
        with pytest.raises(Forbidden):
            invite(viewer_for(create_person(Role.LIAISON, service)), newcomer.id)
        assert mails(newcomer) == []

    def test_no_password_is_there_before_it_is_accepted(self, app: Flask, newcomer: Person, manager: Viewer) -> None:
        invite(manager, newcomer.id)
        assert as_stored(newcomer).password_hash is None
        assert sign_in(client_of(app), account_name(newcomer.email), "").status_code == 422
