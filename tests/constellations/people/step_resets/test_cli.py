"""`roost people second-step-reset`, for who runs the machine."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from constellations.accounts.second_step.queries import second_steps_of
from constellations.people.step_resets.cli import second_step_reset
from tests.constellations.accounts.signing_in import mails
from tests.constellations.people.step_resets.asking import Office, make_office


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A service with everybody in it, on tables that count as those of this version."""
    monkeypatch.setattr("constellations.people.step_resets.cli.must_be_current", lambda: None)
    return make_office()


def run(app: Flask, email: str) -> Result:
    """Type the command."""
    return CliRunner().invoke(second_step_reset(lambda: app), [email])


def test_the_last_manager_gets_in_again(app: Flask, office: Office) -> None:
    said = run(app, office.max.email)
    assert said.exit_code == 0, said.output
    assert "sets a second step up anew" in said.output
    assert second_steps_of(office.max.id) == frozenset()
    assert len(mails(office.max)) == 1


def test_an_address_of_nobody_is_refused_plainly(app: Flask, office: Office) -> None:
    said = run(app, "nobody@example.org")
    assert said.exit_code == 2
    assert "There is nobody with the address nobody@example.org." in said.output
    assert second_steps_of(office.max.id)
