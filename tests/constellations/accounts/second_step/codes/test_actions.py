"""Recovery codes: ten, each good once, replaced by new ones, and their owner is told."""

import pytest
from flask import Flask

from constellations.accounts.second_step.codes.actions import fresh_codes, renew_codes, use_recovery_code
from constellations.accounts.second_step.queries import codes_left
from constellations.accounts.second_step.rules import CODE_USED_SUBJECT, LETTERS, NoSecondStep
from constellations.models import Person
from constellations.queries import viewer_for
from tests.constellations.accounts.second_step.stepping import service_of, stored_codes, with_app, with_codes
from tests.constellations.accounts.signing_in import deeds, mails
from tests.constellations.people.stored import audited


def test_ten_are_made_and_no_two_begin_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    # The second is like the first in its name, and so is made once more.
    drawn = iter("abcd" + "e" * 8 + "abcd" + "f" * 8 + "".join(f"{letter * 12}" for letter in LETTERS))
    where = "constellations.accounts.second_step.codes.actions"
    monkeypatch.setattr(f"{where}.secrets.choice", lambda _: next(drawn))
    monkeypatch.setattr(f"{where}.hash_password", lambda secret: f"hash of {secret}")
    fresh = fresh_codes()
    assert len({one.name for one in fresh}) == len(fresh) == 10
    assert fresh[0].code == "abcdffffffff"
    assert fresh[0].secret_hash == "hash of ffffffff"


def test_each_is_good_once_and_its_owner_is_told(app: Flask, moira: Person) -> None:
    codes = with_codes(with_app(moira))
    assert use_recovery_code(moira.id, codes[3])
    assert not use_recovery_code(moira.id, codes[3])
    assert codes_left(moira.id) == 9
    (mail,) = mails(moira)
    assert mail.subject == CODE_USED_SUBJECT
    assert "9 are left" in mail.body
    assert codes[3] not in mail.body
    assert deeds(moira) == ["used_recovery_code"]
    assert [link[:2] for link in audited(service_of(moira))] == [("used_recovery_code", "recovery_code")]


def test_those_of_somebody_else_and_made_up_ones_are_none(app: Flask, moira: Person, anita: Person) -> None:
    theirs, own = with_codes(with_app(anita)), with_codes(with_app(moira))
    made_up = [theirs[0], own[0][:4] + theirs[0][4:], "", "abcd", "x" * 12, own[0] + "x"]
    assert [use_recovery_code(moira.id, code) for code in made_up] == [False] * 6
    assert (codes_left(moira.id), codes_left(anita.id)) == (10, 10)
    assert mails(moira) == []


def test_new_ones_end_the_old_ones_and_are_told(app: Flask, moira: Person) -> None:
    old = with_codes(with_app(moira))
    new = renew_codes(viewer_for(moira))
    assert not set(old) & set(new)
    assert not use_recovery_code(moira.id, old[0])
    assert use_recovery_code(moira.id, new[0])
    assert len(stored_codes(moira)) == 10
    assert any("new recovery codes" in mail.body for mail in mails(moira))
    assert deeds(moira) == ["made_recovery_codes", "used_recovery_code"]


def test_without_a_second_step_there_are_none(app: Flask, moira: Person) -> None:
    with pytest.raises(NoSecondStep):
        renew_codes(viewer_for(moira))
    assert list(stored_codes(moira)) == []
