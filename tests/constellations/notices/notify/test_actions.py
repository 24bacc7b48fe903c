"""Setting up an account at GOV.UK Notify: sealed, shown to nobody, and tested in plain words."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from constellations.access import Viewer, covering
from constellations.core import clock as house_clock
from constellations.core.database import database, session
from constellations.core.errors import Forbidden, NotFound, TooOften
from constellations.core.notify import Way
from constellations.core.seals import new_field_key
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person
from constellations.notices.notify.actions import enter_account, remove_account, send_test
from constellations.notices.notify.models import NotifyAccount
from constellations.notices.notify.queries import carriers, notify_page, own_account, sends_texts
from constellations.notices.notify.rules import REFUSAL_WORDS, Given, NoOwnMobile, NothingToTest
from constellations.queries import viewer_for
from tests.alerts import SYSTEM
from tests.constellations.notices.alerts.telling import choose, tell_something
from tests.constellations.notices.office import MOBILE, Office, make_office, prove, send_mail_waiting, send_texts
from tests.constellations.people.stored import audited
from tests.notify_service import KEY, MAIL_TEMPLATE, OTHER_KEY, SECRET, TEAM, TEXT_TEMPLATE, TRIAL, Notify


def sealed() -> list[str]:
    """What the database holds of keys."""
    with database().engine.connect() as connection:
        return [str(row) for row in connection.execute(text("SELECT * FROM notify_account"))]


def test_a_key_is_sealed_and_opened_only_to_send(app: Flask, office: Office) -> None:
    office.enter()
    (row,) = sealed()
    assert SECRET not in row
    assert "22b0" in row
    for way in Way:
        (carrier,) = carriers(SYSTEM, way)
        assert carrier.account is not None
        assert carrier.account.key == KEY
        assert carrier.account.key not in repr(notify_page(viewer_for(office.manager)))


def test_a_key_may_be_replaced_and_its_templates_changed_without_entering_it_again(
    app: Flask, office: Office, clock: time_machine.Traveller
) -> None:
    office.enter()
    entered = house_clock.now()
    clock.shift(3600)
    office.enter("", text=None)
    account = notify_page(viewer_for(office.manager)).account
    assert account is not None
    assert (account.entered_at, account.key_end, account.text_template) == (entered, "22b0", None)
    assert not sends_texts(office.service.id)
    office.enter(OTHER_KEY)
    page = notify_page(viewer_for(office.manager))
    assert page.account is not None
    assert (page.account.entered_at, page.entered_by) == (house_clock.now(), office.manager.name)
    assert carriers(SYSTEM, Way.TEXT)[0].account is not None
    assert sends_texts(office.service.id)
    remove_account(viewer_for(office.manager))
    remove_account(viewer_for(office.manager))
    assert sealed() == []
    assert [link[0] for link in audited(office.service)] == ["enter_account"] * 3 + ["remove_account"]


def test_of_two_who_enter_a_key_the_second_reads_of_the_first(app: Flask, office: Office) -> None:
    viewer = viewer_for(office.manager)
    enter_account(viewer, Given(KEY, MAIL_TEMPLATE), 0)
    with pytest.raises(ChangedMeanwhile, match="It says now: a key that ends in 22b0. You wanted: no key."):
        enter_account(viewer, Given("", None, TEXT_TEMPLATE), 0)


def test_a_key_is_nobodys_but_of_who_sets_the_service(app: Flask, office: Office) -> None:
    other = make_office("Northby")
    office.enter()
    everybody = select(NotifyAccount.key_end)
    for person, ends in ((office.manager, ["22b0"]), (office.carer, []), (other.manager, [])):
        seen = covering(viewer_for(person), everybody, NotifyAccount)
        assert list(session().scalars(seen)) == ends
    carer = viewer_for(office.carer)
    for act in (
        lambda: enter_account(carer, Given(KEY, MAIL_TEMPLATE), 0),
        lambda: remove_account(carer),
        lambda: send_test(carer, Way.MAIL),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_viewer_of_no_service_has_no_account(app: Flask) -> None:
    for act in (
        lambda: enter_account(SYSTEM, Given(KEY, MAIL_TEMPLATE), 0),
        lambda: send_test(SYSTEM, Way.MAIL),
        lambda: own_account(SYSTEM),
    ):
        with pytest.raises(NotFound):
            act()
    assert not sends_texts(None)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ((403, "Invalid token: API key not found"), "Notify does not know this key."),
        ((400, TRIAL), "in trial mode"),
        ((400, TEAM), "Make a live key"),
        ((400, "Template not found"), "Notify has no such template"),
        ((500, "Internal server error"), "Notify did not answer."),
        ((429, "Exceeded send limits for today"), "the limit of your account is reached"),
    ],
)
def test_a_test_says_in_plain_words_what_notify_answered(
    app: Flask, notify: Notify, office: Office, error: tuple[int, str], words: str
) -> None:
    office.enter()
    notify.error = error
    tested = send_test(viewer_for(office.manager), Way.MAIL)
    assert words in tested.words
    assert not tested.went_well


def test_a_test_goes_to_who_asked_for_it_and_names_nobody(app: Flask, notify: Notify, office: Office) -> None:
    office.enter()
    choose(office.manager, mobile=MOBILE)
    prove(office.manager)
    viewer = viewer_for(office.manager)
    assert all(send_test(viewer, way).went_well for way in Way)
    mail, told = notify.taken
    assert (mail["email_address"], told["phone_number"]) == (office.manager.email, "+447700900123")
    assert mail["reference"] != told["reference"]
    assert office.manager.name not in notify.said
    notify.template = "Hello from Fairvale"
    for way in Way:
        tested = send_test(viewer, way)
        assert not tested.went_well
        assert "the template does not show Roost’s words" in tested.words
    assert [link[0] for link in audited(office.service)].count("test_account") == 4


def test_a_test_needs_something_to_test_and_somewhere_to_go_and_is_no_toy(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-12-24T09:00Z")
    viewer = viewer_for(office.manager)
    with pytest.raises(NothingToTest):
        send_test(viewer, Way.TEXT)
    office.enter()
    with pytest.raises(NoOwnMobile):
        send_test(viewer, Way.TEXT)
    for _ in range(5):
        send_test(viewer, Way.MAIL)
    with pytest.raises(TooOften):
        send_test(viewer, Way.MAIL)
    assert len(notify.taken) == 5


def test_a_key_that_can_no_longer_be_opened_is_said_and_may_be_entered_again(
    app: Flask, notify: Notify, office: Office
) -> None:
    office.enter()
    before = app.extensions["roost_settings"]
    app.extensions["roost_settings"] = before.model_copy(update={"field_keys": (new_field_key(),)})
    assert send_test(viewer_for(office.manager), Way.MAIL).words == REFUSAL_WORDS["key lost"]
    office.enter()
    assert send_test(viewer_for(office.manager), Way.MAIL).went_well
    app.extensions["roost_settings"] = before


def test_managers_see_what_was_laid_aside_of_their_own_service_by_reason_for_a_month(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    office.enter()
    office.wants_texts()
    notify.error = (400, TRIAL)
    tell_something(office.carer, is_emergency=True)
    send_mail_waiting()
    send_texts()

    def aside(person: Person) -> list[tuple[int, str]]:
        return [(part.count, part.words) for part in notify_page(viewer_for(person)).aside]

    assert aside(office.manager) == [(2, REFUSAL_WORDS["trial mode"])]
    assert aside(make_office("Northby").manager) == []
    clock.shift(dt.timedelta(days=31))
    assert aside(office.manager) == []


def test_a_viewer_knows_no_key_by_looking(app: Flask, office: Office) -> None:
    office.enter()
    viewer: Viewer = viewer_for(office.manager)
    session().rollback()
    account = own_account(viewer)
    assert account is not None
    assert "api_key" not in account.__dict__
