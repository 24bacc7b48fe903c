"""Setting an app up, taking it away, and what both do to devices, codes and mail."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Text, select, type_coerce

from constellations.access import Viewer, covering
from constellations.accounts.actions import Browser, sign_out_everywhere
from constellations.accounts.second_step import actions
from constellations.accounts.second_step.models import CodeApp
from constellations.accounts.second_step.queries import key_shown, own_steps, second_steps_of
from constellations.accounts.second_step.rules import (
    CHANGED_SUBJECT,
    KEY_SHOWN_FOR,
    AppThere,
    CodeWrong,
    KeyOver,
    NoSecondStep,
    SecondStep,
)
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden, TooOften
from constellations.models import Person
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.second_step.stepping import (
    half_way_client,
    half_ways,
    service_of,
    shown_code,
    stored_app,
    stored_codes,
    with_app,
    with_codes,
)
from tests.constellations.accounts.signing_in import as_stored, deeds, devices, mails
from tests.constellations.people.stored import audited

HERE = Browser("Firefox, Linux", "192.0.2.1")


def set_up(person: Person) -> actions.SetUp:
    """Set an app up by the code that it shows."""
    viewer = viewer_for(person)
    actions.begin_app(viewer)
    shown = key_shown(viewer)
    assert shown
    return actions.prove_app(viewer, shown_code(key=shown.key), HERE)


def test_a_key_counts_for_nothing_before_it_is_proven(app: Flask, moira: Person) -> None:
    actions.begin_app(viewer_for(moira))
    assert second_steps_of(moira.id) == frozenset()
    assert key_shown(viewer_for(moira))
    assert deeds(moira) == []


def test_a_right_code_sets_it_up_and_every_device_is_a_new_one(app: Flask, moira: Person) -> None:
    old = client_of(app, moira)
    done = set_up(moira)
    assert second_steps_of(moira.id) == {SecondStep.APP, SecondStep.RECOVERY_CODE}
    (device,) = devices(moira)
    assert device.second_step_at
    assert device.browser == "Firefox, Linux"
    assert old.get("/me").status_code == 401
    assert (len(done.codes), own_steps(viewer_for(moira)).codes_left) == (10, 10)
    assert deeds(moira) == ["set_up_second_step"]
    assert ("set_up_second_step", "code_app", moira.id) in audited(service_of(moira))
    (mail,) = mails(moira)
    assert mail.subject == CHANGED_SUBJECT
    assert "Roost asks you for a second step after your password" in mail.body


def test_the_key_is_sealed_and_no_code_is_stored_as_it_is(app: Flask, moira: Person) -> None:
    codes = set_up(moira).codes
    app_stored = stored_app(moira)
    assert app_stored
    raw = session().scalar(covering(Viewer.system(), select(type_coerce(CodeApp.key, Text)))) or ""
    assert app_stored.key not in raw
    stored = stored_codes(moira)
    assert {one.name for one in stored} == {code[:4] for code in codes}
    assert all(one.secret_hash.startswith("$argon2id$") for one in stored)


@pytest.mark.parametrize("typed", ["000000", "", "not a code", "12345"])
def test_another_code_sets_nothing_up(app: Flask, moira: Person, typed: str) -> None:
    viewer = viewer_for(moira)
    actions.begin_app(viewer)
    with pytest.raises(CodeWrong):
        actions.prove_app(viewer, typed, HERE)
    assert second_steps_of(moira.id) == frozenset()


def test_a_key_that_was_shown_too_long_ago_is_proven_by_nothing(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    viewer = viewer_for(moira)
    actions.begin_app(viewer)
    key = key_shown(viewer)
    assert key
    clock.shift(KEY_SHOWN_FOR)
    with pytest.raises(KeyOver):
        actions.prove_app(viewer, shown_code(key=key.key), HERE)
    actions.begin_app(viewer)
    again = key_shown(viewer)
    assert again
    assert again.key != key.key


def test_codes_cannot_be_tried_for_ever(app: Flask, moira: Person) -> None:
    viewer = viewer_for(moira)
    actions.begin_app(viewer)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            actions.prove_app(viewer, "000000", HERE)
    with pytest.raises(TooOften):
        actions.prove_app(viewer, "000000", HERE)


def test_a_second_app_needs_the_first_to_go(app: Flask, moira: Person) -> None:
    set_up(moira)
    with pytest.raises(AppThere):
        actions.begin_app(viewer_for(moira))
    with pytest.raises(KeyOver):
        actions.prove_app(viewer_for(moira), "000000", HERE)


def test_taken_away_its_codes_go_too_and_all_devices_but_a_new_one_here(app: Flask, moira: Person) -> None:
    set_up(moira)
    phone = client_of(app, moira)
    actions.end_app(viewer_for(moira), HERE)
    assert second_steps_of(moira.id) == frozenset()
    assert (stored_app(moira), list(stored_codes(moira))) == (None, [])
    (device,) = devices(moira)
    assert device.second_step_at is None
    assert phone.get("/me").status_code == 401
    assert deeds(moira) == ["set_up_second_step", "took_away_second_step"]
    assert any("was taken away" in mail.body for mail in mails(moira))
    with pytest.raises(NoSecondStep):
        actions.end_app(viewer_for(moira), HERE)


def test_where_another_step_was_set_up_before_its_codes_stay(app: Flask, moira: Person) -> None:
    with_app(moira)
    kept = with_codes(moira)
    with transaction():
        done = actions.follow_set_up(as_stored(moira), HERE, [])
    assert done.codes == []
    assert {one.name for one in stored_codes(moira)} == {code[:4] for code in kept}
    with transaction():
        actions.follow_end(as_stored(moira), HERE)
    assert len(stored_codes(moira)) == 10, "a step is left that they come along with"
    assert devices(moira)[0].second_step_at


def test_whoever_is_half_way_in_is_out_when_all_are_signed_out(app: Flask, moira: Person) -> None:
    half_way_client(app, with_app(moira))
    assert len(half_ways()) == 1
    sign_out_everywhere(viewer_for(moira))
    assert half_ways() == []


def test_the_system_is_nobody_and_has_no_second_step(app: Flask) -> None:
    assert own_steps(Viewer.system()).steps == frozenset()
    with pytest.raises(Forbidden):
        actions.begin_app(Viewer.system())


def test_half_ways_that_are_over_go_when_somebody_comes_anew(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    half_way_client(app, with_app(moira))
    clock.shift(dt.timedelta(minutes=11))
    half_way_client(app, moira)
    assert len(half_ways()) == 1
