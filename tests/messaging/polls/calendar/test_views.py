"""From a chosen day to the calendar on the screen."""

from flask import Flask

from messaging.polls.actions import choose_day
from tests.client import client_of
from tests.messaging.polls.calendar.test_actions import asked
from tests.messaging.talking import Talk
from tests.sleepovers.households import sees


def test_the_day_and_the_question_stand_in_the_form_and_the_event_beside_the_poll(app: Flask, talk: Talk) -> None:
    poll_id, moira = asked(talk), client_of(app, talk.homes.moira)
    place = f"/polls/{poll_id}/calendar"
    assert moira.get(place).status_code == 422
    assert place not in moira.get(f"/messages/{poll_id}").text
    choose_day(sees(talk.homes.anita), poll_id, 2)
    assert place in moira.get(f"/messages/{poll_id}").text
    form = moira.get(place).text
    assert ['value="When do we meet?"' in form, 'value="2026-11-29"' in form] == [True, True]
    typed = {
        **{"title": "We meet", "kind": "gathering", "first": "2026-11-29", "starts_at": "14:00", "ends_at": "17:00"},
        **{"circle": "constellations", "constellations": str(talk.homes.constellation.id), "home": "", "host": ""},
        **{"repeats": "never", "photos": "none"},
    }
    made = moira.post(place, data=typed)
    assert made.status_code == 302
    assert "We meet" in moira.get(made.headers["Location"]).text
    assert made.headers["Location"] in client_of(app, talk.homes.anita).get(f"/messages/{poll_id}").text
    assert moira.post(place, data=typed).status_code == 409
