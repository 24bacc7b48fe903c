"""The pages on which two members of staff reset a second step, without scripts."""

import pytest
import time_machine
from flask import Flask

from constellations.accounts.rules import PASSWORD_GIVEN_LATELY
from constellations.accounts.second_step.queries import second_steps_of
from constellations.people.step_resets.rules import ResetState
from tests.client import client_of
from tests.constellations.people.step_resets.asking import Office, make_office, stored_reset
from tests.constellations.people.stored import notices_of

WORDS = {"reason": "Phone lost on Friday.", "spoken": "y"}


@pytest.fixture
def office(app: Flask) -> Office:
    """A service with everybody in it."""
    return make_office()


def test_from_the_persons_page_to_the_word_of_another(app: Flask, office: Office) -> None:
    first, second, path = client_of(app, office.lena), client_of(app, office.max), f"/people/{office.anita.id}"
    assert f'href="{path}/second-step"' in first.get(path).text
    assert "What happened to their second step?" in first.get(f"{path}/second-step").text
    assert first.post(f"{path}/second-step", data=WORDS).location == path
    assert "Another has to confirm that." in first.get(path).text
    where = notices_of(office.max)[0].path
    page = second.get(where).text
    assert all(words in page for words in ("Lena Marsh", "Phone lost on Friday.", "Confirm and reset"))
    done = second.post(where, data={"answer": "confirm", "spoken": "y"}, follow_redirects=True)
    assert "It is reset." in done.text
    assert "Confirm and reset" not in done.text
    assert "They sign in with their password alone." in second.get(path).text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"answer": "confirm"}, "Speak with them first"),
        ({"spoken": "y"}, "Press one of the buttons."),
        ({"answer": "perhaps"}, "Press one of the buttons."),
    ],
)
def test_nothing_is_decided_by_half_a_word(app: Flask, office: Office, sent: dict[str, str], words: str) -> None:
    reset = office.ask()
    answer = client_of(app, office.max).post(f"/people/second-step/{reset.id}", data=sent)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert stored_reset(reset.id).state is ResetState.ASKED


def test_who_asked_may_call_it_off_and_not_confirm(app: Flask, office: Office) -> None:
    reset, client = office.ask(), client_of(app, office.moira)
    path = f"/people/second-step/{reset.id}"
    page = client.get(path).text
    assert ("Call it off" in page, "Confirm and reset" in page) == (True, False)
    assert client.post(path, data={"answer": "confirm", "spoken": "y"}).status_code == 422
    assert client.post(path, data={"answer": "refuse"}).location == path
    assert second_steps_of(office.anita.id)


@pytest.mark.parametrize("missing", list(WORDS))
def test_a_reason_and_a_talk_come_first(app: Flask, office: Office, missing: str) -> None:
    answer = client_of(app, office.moira).post(
        f"/people/{office.anita.id}/second-step", data={name: said for name, said in WORDS.items() if name != missing}
    )
    assert answer.status_code == 422
    assert notices_of(office.max) == []


def test_both_give_their_password_again(app: Flask, office: Office, clock: time_machine.Traveller) -> None:
    reset, client = office.ask(), client_of(app, office.lena)
    clock.shift(PASSWORD_GIVEN_LATELY)
    for path in (f"/people/second-step/{reset.id}", f"/people/{office.anita.id}/second-step"):
        assert client.get(path).location == f"/sign-in/again?next={path}"
        assert 'name="again-password"' in client.post(path, data={"answer": "confirm", **WORDS}).text
    assert stored_reset(reset.id).state is ResetState.ASKED
