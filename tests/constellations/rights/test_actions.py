"""Asking for a copy, withholding, handing over, fetching, and what the job does of it."""

import datetime as dt
import io
import json
import uuid
import zipfile

import pytest
import time_machine
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.activity.models import Activity, AuditEntry
from constellations.activity.queries import first_broken_link
from constellations.core.clock import now
from constellations.core.database import session
from constellations.core.errors import Forbidden
from constellations.core.files.shelf import Shelf
from constellations.core.settings import current_settings
from constellations.queries import viewer_for
from constellations.rights import actions, queries, rules
from constellations.rights.answering import actions as answering
from constellations.rights.copies.actions import make_copy, shelf, sweep_copies
from constellations.rights.copies.rules import JSON_NAME, PAGE_NAME
from constellations.rights.holds.actions import give_hold, lift_hold
from constellations.rights.rules import RequestState, Subject
from tests.constellations.rights.families import SYSTEM, Family, fetched, kinds_in, outing, run_job, stored, told
from tests.messaging.factories import create_concern, create_message


def test_a_carer_asks_for_a_copy_fetches_it_and_after_a_day_it_is_gone(
    family: Family, clock: time_machine.Traveller
) -> None:
    anita = viewer_for(family.anita)
    request_id = actions.ask_for_own_copy(anita)
    with pytest.raises(rules.AskedAlready):
        actions.ask_for_own_copy(anita)
    with pytest.raises(rules.NotReady):
        actions.fetch(anita, request_id)
    assert told(family.ruth) == ["Somebody asked for a copy of what Roost holds about them."]
    assert run_job() == 1
    assert stored(request_id).state is RequestState.READY
    archive = zipfile.ZipFile(io.BytesIO(fetched(anita, request_id)))
    kept = json.loads(archive.read(JSON_NAME))
    assert kept["kinds"][0]["table"] == "person"
    assert kept["kinds"][0]["rows"][0]["name"] == "Anita Okafor"
    assert stored(request_id).fetched_at is not None
    with pytest.raises(rules.NotReady):
        actions.fetch(viewer_for(family.ruth), request_id)
    key = stored(request_id).key
    clock.shift(dt.timedelta(hours=24))
    with pytest.raises(rules.NotReady):
        actions.fetch(anita, request_id)
    assert run_job() == 1
    assert (stored(request_id).state, stored(request_id).key) == (RequestState.GONE, None)
    assert Shelf.below(current_settings().data_folder, "rights").read(str(key)) is None
    assert run_job() == 0


def test_what_is_asked_is_written_down_and_the_chain_holds(family: Family) -> None:
    request_id = actions.ask_for_copy(viewer_for(family.ruth), Subject(person_id=family.anita.id))
    run_job()
    assert fetched(viewer_for(family.ruth), request_id)
    asked = select(AuditEntry.action).where(AuditEntry.subject_id == request_id).order_by(AuditEntry.seq)
    assert list(session().scalars(covering(SYSTEM(), asked))) == ["asked_for_copy", "fetched_copy"]
    done = select(Activity.action).where(Activity.subject_id == family.anita.id)
    assert set(session().scalars(covering(SYSTEM(), done))) == {"asked_for_copy", "fetched_copy"}
    assert first_broken_link(SYSTEM(), family.service.id) is None
    assert told(family.anita) == ["Ruth Vane asked for a copy of what Roost holds about you."]
    assert "is ready" in told(family.ruth)[0]


def test_a_copy_from_which_something_is_withheld_waits_for_a_manager(family: Family) -> None:
    conversation = outing(family, family.anita, family.ruth)
    create_concern(create_message(conversation, family.anita), family.ruth, family.constellation)
    anita, ruth = viewer_for(family.anita), viewer_for(family.ruth)
    request_id = actions.ask_for_own_copy(anita)
    run_job()
    assert (stored(request_id).state, stored(request_id).withheld) == (RequestState.REVIEW, 1)
    assert (stored(request_id).key, run_job()) == (None, 0), "nothing lies on the disk while it waits"
    with pytest.raises(rules.NotReady):
        actions.fetch(anita, request_id)
    with pytest.raises(Forbidden):
        actions.hand_over(anita, request_id)
    actions.hand_over(ruth, request_id)
    with pytest.raises(rules.NotWaiting):
        actions.hand_over(ruth, request_id)
    assert run_job() == 1
    assert stored(request_id).state is RequestState.READY
    tables = {kind["table"] for kind in kinds_in(fetched(anita, request_id))}
    assert "message" in tables
    assert "concern" not in tables


def test_words_that_only_look_like_a_day_stand_in_a_copy_as_they_were_written(family: Family) -> None:
    conversation, written = outing(family, family.anita), ("2026-02-30", "0001-01-01T00:00:00+00:00")
    for words in written:
        create_message(conversation, family.anita, words)
    request_id = actions.ask_for_own_copy(viewer_for(family.anita))
    assert run_job() == 1
    content = zipfile.ZipFile(io.BytesIO(fetched(viewer_for(family.anita), request_id)))
    page = content.read(PAGE_NAME).decode()
    assert all(words in page for words in written)


def test_a_request_that_stumbles_keeps_no_other_from_being_answered(
    family: Family, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruth = viewer_for(family.ruth)
    over = actions.ask_for_copy(ruth, Subject(person_id=family.zeb.id))
    run_job()
    clock.shift(dt.timedelta(hours=24))
    ruth = viewer_for(family.ruth)
    first = actions.ask_for_copy(ruth, Subject(person_id=family.anita.id))
    second = actions.ask_for_copy(ruth, Subject(child_id=family.child.id))

    def stumble(request_id: uuid.UUID) -> RequestState:
        if request_id == first:
            raise RuntimeError("no disk")
        return make_copy(request_id)

    with monkeypatch.context() as broken:
        broken.setattr(answering, "make_copy", stumble)
        with pytest.raises(RuntimeError):
            run_job()
    found = [stored(one).state for one in (over, first, second)]
    assert found == [RequestState.GONE, RequestState.ASKED, RequestState.READY]
    assert (run_job(), stored(first).state) == (1, RequestState.READY)


def test_a_file_of_no_request_is_swept_and_one_that_may_be_fetched_stays(
    family: Family, clock: time_machine.Traveller
) -> None:
    anita, system = viewer_for(family.anita), Viewer.system()
    # What other tests left lying; their clock was this one.
    clock.shift(dt.timedelta(hours=2))
    sweep_copies(system, None, system.today, system.today)
    request_id = actions.ask_for_own_copy(anita)
    run_job()
    # As a process leaves it that was stopped before it wrote down where it lies.
    shelf().lay("ab" * 16, io.BytesIO(b"all about somebody"), now())
    assert sweep_copies(system, None, system.today, system.today).found == 0
    clock.shift(dt.timedelta(hours=2))
    assert sweep_copies(system, None, system.today, system.today).found == 1
    assert shelf().read("ab" * 16) is None
    assert fetched(viewer_for(family.anita), request_id)


def test_a_copy_does_not_tell_that_somebody_is_held(family: Family) -> None:
    ruth, anita = viewer_for(family.ruth), viewer_for(family.anita)
    lift_hold(ruth, give_hold(ruth, Subject(person_id=family.anita.id), "A complaint"))
    request_id = actions.ask_for_own_copy(anita)
    run_job()
    actions.hand_over(ruth, request_id)
    run_job()
    told = json.dumps(kinds_in(fetched(anita, request_id)))
    assert "asked_for_copy" in told
    assert "subject_hold" not in told


def test_nobody_hands_over_a_copy_about_themselves(family: Family) -> None:
    conversation = outing(family, family.ruth, family.ola)
    create_concern(create_message(conversation, family.ruth), family.ola, family.constellation)
    ruth = viewer_for(family.ruth)
    request_id = actions.ask_for_own_copy(ruth)
    run_job()
    with pytest.raises(rules.NotYours):
        actions.hand_over(ruth, request_id)
    actions.hand_over(viewer_for(family.ola), request_id)
    run_job()
    assert kinds_in(fetched(ruth, request_id))


def test_a_request_is_taken_back(family: Family) -> None:
    ruth = viewer_for(family.ruth)
    request_id = actions.ask_for_copy(ruth, Subject(child_id=family.child.id))
    actions.withdraw(ruth, request_id)
    assert run_job() == 0
    assert stored(request_id).state is RequestState.WITHDRAWN
    with pytest.raises(rules.NotWaiting):
        actions.withdraw(ruth, request_id)


def test_requests_are_listed_by_the_day_on_which_they_are_due(family: Family, clock: time_machine.Traveller) -> None:
    ruth = viewer_for(family.ruth)
    first = actions.ask_for_copy(ruth, Subject(child_id=family.child.id))
    assert queries.requests_due(ruth) == 0
    clock.shift(dt.timedelta(days=40))
    later = viewer_for(family.ruth)
    second = actions.ask_for_copy(later, Subject(person_id=family.anita.id))
    listed = queries.lines(later, queries.requests_of_service(later).rows)
    assert [line.request.id for line in listed] == [first, second]
    assert (listed[0].is_late, listed[0].days_left) == (True, -10)
    assert queries.requests_due(later) == 1
    assert queries.requests_due(viewer_for(family.anita)) == 0
