"""Resetting a second step: who may ask, who may confirm, what ends, and who hears of it."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import IntegrityError

from constellations.accounts.links.actions import invite
from constellations.accounts.second_step.queries import second_steps_of
from constellations.core.database import transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.deputies.actions import end_deputy, name_deputy
from constellations.models import Person
from constellations.people.actions import change_address, end_access, let_back
from constellations.people.rules import HasLeft
from constellations.people.step_resets.actions import (
    ask_for_reset,
    confirm_reset,
    refuse_reset,
    reset_without_staff,
)
from constellations.people.step_resets.models import StepReset
from constellations.people.step_resets.queries import reset_page, standing_of
from constellations.people.step_resets.rules import (
    ASKED_SUBJECT,
    RESET_SUBJECT,
    AnotherMustConfirm,
    NothingToReset,
    OwnStep,
    ResetAsked,
    ResetOver,
    ResetState,
)
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.signing_in import NEW_PASSWORD, as_stored, deeds, devices, mails, path_of, sign_in
from tests.constellations.feeds.standing import address_of
from tests.constellations.people.step_resets.asking import SYSTEM, Office, make_office, stored_reset
from tests.constellations.people.stored import audited, notices_of
from tests.factories import stored


@pytest.fixture
def office(app: Flask) -> Office:
    """A service with everybody in it."""
    return make_office()


def told(person: Person) -> list[str]:
    """What somebody was told."""
    return [notice.words for notice in notices_of(person)]


def test_calendar_addresses_end_with_the_step(app: Flask, office: Office) -> None:
    calendar = address_of(office.anita)
    assert client_of(app).get(calendar).status_code == 200
    confirm_reset(viewer_for(office.max), office.ask().id)
    assert client_of(app).get(calendar).status_code == 404
    assert "Addresses for your calendars are ended too" in mails(office.anita)[-1].body


def test_one_asks_and_the_others_and_the_person_hear_of_it(office: Office) -> None:
    reset = office.ask()
    assert (reset.state, reset.asked_by, reset.decided_by) == (ResetState.ASKED, office.moira.id, None)
    asked = "Moira Flint asks you to confirm that Anita O'Hare has lost their second step."
    assert [told(person) for person in (office.max, office.fay, office.lena)] == [[asked]] * 3
    assert [told(person) for person in (office.moira, office.leo, office.anita)] == [[]] * 3
    assert [mail.subject for mail in mails(office.anita)] == [ASKED_SUBJECT]
    assert "Phone lost" not in mails(office.anita)[0].body
    assert deeds(office.moira) == ["asked_for_step_reset"]
    assert ("asked_for_step_reset", "step_reset", reset.id) in audited(office.service)
    assert second_steps_of(office.anita.id), "nothing ends before a second person has confirmed"


@pytest.mark.parametrize("second", ["max", "fay", "lena"])
def test_another_confirms_and_steps_and_devices_end(app: Flask, office: Office, second: str) -> None:
    phone, confirms = client_of(app, office.anita), getattr(office, second)
    reset = office.ask()
    confirm_reset(viewer_for(confirms), reset.id)
    assert second_steps_of(office.anita.id) == frozenset()
    assert devices(office.anita) == []
    assert phone.get("/me").status_code == 401
    assert sign_in(client_of(app), office.anita.email).location == "/"
    after = stored_reset(reset.id)
    assert (after.state, after.decided_by) == (ResetState.CONFIRMED, confirms.id)
    assert {mail.subject for mail in mails(office.anita)} == {ASKED_SUBJECT, RESET_SUBJECT}
    assert "Your second step was reset. Set one up anew." in told(office.anita)
    said = f"The second step of Anita O'Hare was reset. {confirms.name} confirmed it."
    assert said in told(office.moira)
    assert said not in told(confirms)
    assert {"confirmed_step_reset", "reset_second_step"} <= {action for action, *_ in audited(office.service)}


def test_the_two_are_two_and_neither_is_the_person(office: Office) -> None:
    with pytest.raises(OwnStep):
        office.ask(about=office.max, by=office.max)
    reset = office.ask()
    with pytest.raises(AnotherMustConfirm):
        confirm_reset(viewer_for(office.moira), reset.id)
    of_max = office.ask(about=office.max)
    for decide in (confirm_reset, refuse_reset):
        with pytest.raises(OwnStep):
            decide(viewer_for(office.max), of_max.id)
    assert second_steps_of(office.anita.id)
    assert second_steps_of(office.max.id)


def test_a_deputy_is_no_second_person_beside_whom_they_stand_in_for(office: Office) -> None:
    moira = viewer_for(office.moira)
    name_deputy(moira, office.moira.id, office.lena.id, moira.today, moira.today)
    reset = office.ask()
    with pytest.raises(AnotherMustConfirm):
        confirm_reset(viewer_for(office.lena), reset.id)
    assert reset_page(viewer_for(office.lena), reset.id).is_own_asking
    with pytest.raises(OwnStep):
        office.ask(about=office.moira, by=office.lena)
    assert standing_of(viewer_for(office.lena), office.moira.id) is None
    confirm_reset(viewer_for(office.max), reset.id)


def test_nor_is_whom_a_deputy_stood_in_for_beside_the_deputy_also_once_that_is_over(
    office: Office, clock: time_machine.Traveller
) -> None:
    moira = viewer_for(office.moira)
    key = name_deputy(moira, office.moira.id, office.lena.id, moira.today, moira.today + dt.timedelta(days=9))
    reset = office.ask(by=office.lena)
    assert told(office.moira) == []
    with pytest.raises(AnotherMustConfirm):
        confirm_reset(viewer_for(office.moira), reset.id)
    assert reset_page(viewer_for(office.moira), reset.id).is_own_asking
    end_deputy(moira, key)
    clock.shift(dt.timedelta(days=1))
    with pytest.raises(AnotherMustConfirm):
        confirm_reset(viewer_for(office.moira), reset.id)
    refuse_reset(viewer_for(office.moira), reset.id)
    again = office.ask(by=office.lena)
    confirm_reset(viewer_for(office.moira), again.id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": ResetState.CONFIRMED, "decided_by": "moira"},
        {"state": ResetState.CONFIRMED, "decided_by": "anita"},
        {"state": ResetState.CONFIRMED},
        {"asked_by": "anita"},
    ],
)
def test_the_database_itself_asks_for_two(office: Office, wrong: dict[str, str]) -> None:
    values = {"asked_by": "moira", **wrong}
    people = {name: getattr(office, who).id for name, who in values.items() if name != "state"}
    state = wrong.get("state", ResetState.ASKED)
    row = StepReset(service_id=office.service.id, person_id=office.anita.id, reason="Lost.", state=state, **people)
    with pytest.raises(IntegrityError):
        stored(row)


def test_the_carers_liaison_worker_asks_and_others_do_not(office: Office) -> None:
    assert office.ask(by=office.lena).asked_by == office.lena.id
    with pytest.raises(NotFound):
        office.ask(by=office.leo)
    for person in (office.fay, office.anita):
        with pytest.raises(Forbidden):
            office.ask(about=office.max, by=person)
    with pytest.raises(Forbidden):
        ask_for_reset(SYSTEM, office.anita.id, "Lost.")


def test_a_liaison_worker_of_another_constellation_sees_nothing_of_it(office: Office) -> None:
    reset = office.ask()
    for act in (confirm_reset, refuse_reset, reset_page):
        with pytest.raises(NotFound):
            act(viewer_for(office.leo), reset.id)
    assert reset_page(viewer_for(office.lena), reset.id).reason == "Phone lost on Friday."


def test_one_at_a_time_until_it_is_over(office: Office, clock: time_machine.Traveller) -> None:
    first = office.ask()
    with pytest.raises(ResetAsked):
        office.ask(by=office.lena)
    clock.shift(dt.timedelta(days=2))
    with pytest.raises(ResetOver):
        confirm_reset(viewer_for(office.max), first.id)
    assert not reset_page(viewer_for(office.max), first.id).waits
    second = office.ask(by=office.lena)
    assert stored_reset(first.id).state is ResetState.LAPSED
    confirm_reset(viewer_for(office.moira), second.id)
    with pytest.raises(ResetOver):
        confirm_reset(viewer_for(office.max), second.id)


def test_called_off_everything_stays_and_all_hear_of_it(office: Office) -> None:
    reset = office.ask()
    refuse_reset(viewer_for(office.lena), reset.id)
    assert second_steps_of(office.anita.id)
    assert stored_reset(reset.id).state is ResetState.REFUSED
    said = "The second step of Anita O'Hare stays as it is. Lena Marsh has called the reset off."
    assert said in told(office.moira)
    assert deeds(office.lena) == ["refused_step_reset"]
    with pytest.raises(ResetOver):
        confirm_reset(viewer_for(office.max), reset.id)


def test_there_must_be_something_to_reset_and_somebody(office: Office) -> None:
    with pytest.raises(NothingToReset):
        office.ask(about=office.lena)
    reset = office.ask()
    end_access(viewer_for(office.moira), office.anita.id)
    with pytest.raises(HasLeft):
        confirm_reset(viewer_for(office.max), reset.id)
    with pytest.raises(HasLeft):
        office.ask()


def test_ending_access_and_letting_back_gets_nobody_past_a_second_step(office: Office, app: Flask) -> None:
    moira, anita, before = viewer_for(office.moira), office.anita, second_steps_of(office.anita.id)
    assert before
    end_access(moira, anita.id)
    let_back(moira, anita.id)
    change_address(moira, anita.id, "moira.too@example.org", as_stored(anita).version)
    browser = client_of(app)
    arrived = browser.post(path_of(invite(moira, anita.id)), data={"new_password": NEW_PASSWORD})
    assert arrived.headers["Location"] == "/sign-in/second-step"
    assert (browser.get("/me").status_code, second_steps_of(anita.id)) == (HTTPStatus.UNAUTHORIZED, before)
    words = "Moira Flint has let Anita O'Hare back in."
    assert [words in told(one) for one in (office.max, office.fay, office.lena, office.moira)] == [True] * 3 + [False]
    confirm_reset(viewer_for(office.max), office.ask().id)
    assert second_steps_of(anita.id) == frozenset()


def test_what_a_person_page_says_of_it(office: Office) -> None:
    before, reset = standing_of(viewer_for(office.max), office.anita.id), office.ask()
    waiting = standing_of(viewer_for(office.max), office.anita.id)
    assert before
    assert waiting
    assert (before.has_one, before.waiting_id) == (True, None)
    assert waiting.waiting_id == reset.id
    assert standing_of(viewer_for(office.max), office.max.id) is None
    assert standing_of(viewer_for(office.anita), office.max.id) is None


def test_who_runs_the_machine_resets_alone_and_nobody_else(office: Office) -> None:
    with pytest.raises(Forbidden):
        reset_without_staff(viewer_for(office.moira), office.max.id)
    reset_without_staff(SYSTEM, office.max.id)
    assert second_steps_of(office.max.id) == frozenset()
    assert ("reset_second_step", "person", office.max.id) in audited(office.service)
    assert "The second step of Max Ford was reset. Who runs Roost confirmed it." in told(office.moira)
    with pytest.raises(NothingToReset):
        reset_without_staff(SYSTEM, office.max.id)


def test_a_failed_reset_leaves_all_as_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reset = office.ask()

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("constellations.people.step_resets.actions.send_mail", fail)
    decide: Callable[[], None] = lambda: confirm_reset(viewer_for(office.max), reset.id)  # noqa: E731  # said once
    with pytest.raises(ZeroDivisionError):
        decide()
    with transaction():
        assert second_steps_of(office.anita.id)
    assert stored_reset(reset.id).state is ResetState.ASKED
