"""What takes two people takes two beside a deputy: whoever stands in for somebody does not decide as another."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.deputies.actions import end_deputy, name_deputy
from constellations.deputies.queries import deputies_ahead
from constellations.models import Person
from constellations.queries import viewer_for
from constellations.rights import actions, queries, rules
from constellations.rights.holds.actions import give_hold, lift_hold
from constellations.rights.holds.queries import holds_of
from constellations.rights.rules import RequestState, Subject
from constellations.who_saw.queries import who_saw
from constellations.who_saw.rules import About, Asked
from tests import factories
from tests.client import client_of
from tests.constellations.rights.families import Family, outing, run_job, stored
from tests.messaging.factories import create_concern, create_message

LONG_AGO = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)


def test_a_deputy_does_not_confirm_what_was_asked_in_whose_name_they_act(
    family: Family, lena: Person, clock: time_machine.Traveller
) -> None:
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), Subject(person_id=family.zeb.id), "")
    with pytest.raises(rules.AnotherConfirms):
        actions.confirm(viewer_for(lena), request_id)
    factories.changed(family.ola, left_at=LONG_AGO)
    with pytest.raises(rules.WaitAWeek):
        actions.confirm(viewer_for(lena), request_id)
    clock.shift(dt.timedelta(days=7))
    actions.confirm(viewer_for(lena), request_id)
    assert stored(request_id).state is RequestState.AGREED


def test_nor_does_whom_a_deputy_stood_in_for_confirm_what_the_deputy_asked(
    family: Family, lena: Person, clock: time_machine.Traveller
) -> None:
    request_id = actions.ask_for_erasure(viewer_for(lena), Subject(person_id=family.zeb.id), "")
    with pytest.raises(rules.AnotherConfirms):
        actions.confirm(viewer_for(family.ruth), request_id)
    ended = deputies_ahead(viewer_for(family.ruth))[0].deputy_id
    end_deputy(viewer_for(family.ruth), ended)
    with pytest.raises(rules.AnotherConfirms):
        actions.confirm(viewer_for(family.ruth), request_id)
    factories.changed(family.ola, left_at=LONG_AGO)
    with pytest.raises(rules.WaitAWeek):
        actions.confirm(viewer_for(family.ruth), request_id)
    clock.shift(dt.timedelta(days=7))
    actions.confirm(viewer_for(family.ruth), request_id)
    assert stored(request_id).state is RequestState.AGREED


def test_what_a_manager_asks_after_a_deputyship_another_confirms(family: Family, clock: time_machine.Traveller) -> None:
    ruth = viewer_for(family.ruth)
    name_deputy(ruth, family.ruth.id, family.ola.id, ruth.today, ruth.today)
    clock.shift(dt.timedelta(days=2))
    request_id = actions.ask_for_erasure(viewer_for(family.ola), Subject(person_id=family.zeb.id), "")
    actions.confirm(viewer_for(family.ruth), request_id)
    assert stored(request_id).state is RequestState.AGREED


def test_a_deputy_decides_nothing_about_whom_they_stand_in_for(family: Family, lena: Person) -> None:
    deputy = viewer_for(lena)
    with pytest.raises(rules.NotYours):
        actions.ask_for_erasure(deputy, Subject(person_id=family.ruth.id), "")
    worrying = create_message(outing(family, family.ruth, family.ola), family.ruth)
    create_concern(worrying, family.ola, family.constellation)
    request_id = actions.ask_for_own_copy(viewer_for(family.ruth))
    run_job()
    with pytest.raises(rules.NotYours):
        actions.hand_over(deputy, request_id)
    assert queries.request_page(deputy, request_id).request.state is RequestState.REVIEW


def test_the_deputy_of_who_is_held_neither_reads_of_it_nor_lifts_it(family: Family, lena: Person) -> None:
    ola, deputy, held = viewer_for(family.ola), viewer_for(lena), Subject(person_id=family.ruth.id)
    hold_id = give_hold(ola, held, "A complaint")
    assert ([line.reason for line in holds_of(ola, held)], holds_of(deputy, held)) == (["A complaint"], ())
    with pytest.raises(NotFound):
        lift_hold(deputy, hold_id)
    asked = Asked(About.PERSON, family.ruth.id, family.service.id, ola.today, ola.today)
    seen = [{line.seen.what for line in who_saw(viewer, asked, "").lines} for viewer in (ola, deputy)]
    assert ["gave subject hold" in lines for lines in seen] == [True, False]


def test_a_deputy_does_not_learn_who_worried_about_whom_they_stand_in_for(family: Family, lena: Person) -> None:
    conversation = outing(family, family.ruth, family.anita)
    concern = create_concern(create_message(conversation, family.ruth), family.anita, family.constellation)
    ola = viewer_for(family.ola)
    with_concern = Asked(About.PERSON, family.anita.id, family.service.id, ola.today, ola.today)
    with transaction():
        audit(Viewer.system(), Change("raised_concern", "concern", concern.id), family.service.id)
    seen = [{line.seen.of_id for line in who_saw(one, with_concern, "").lines} for one in (ola, viewer_for(lena))]
    assert [concern.id in lines for lines in seen] == [True, False]


def test_lifting_a_hold_asks_for_the_password_again(app: Flask, family: Family, clock: time_machine.Traveller) -> None:
    hold_id = give_hold(viewer_for(family.ruth), Subject(person_id=family.zeb.id), "A complaint")
    client = client_of(app, family.ola)
    clock.shift(dt.timedelta(minutes=11))
    answer = client.post(f"/rights/holds/{hold_id}/lift")
    assert (answer.status_code, 'name="again-password"' in answer.text) == (422, True)
    assert [line.lifted_at for line in holds_of(viewer_for(family.ruth), Subject(person_id=family.zeb.id))] == [None]
