"""What somebody wrote for others than managers is in the copy that they ask for themself, and in no other."""

import uuid

import pytest

from constellations.access import Viewer
from constellations.core.clock import Month, now
from constellations.models import Person
from constellations.queries import viewer_for
from constellations.rights import actions
from constellations.rights.rules import RequestState, Subject
from constellations.support.pulse.models import PulseAnswer
from constellations.support.pulse.rules import PulseWord
from messaging.safeguarding.models import ConcernNote
from tests import factories
from tests.constellations.rights.families import Family, fetched, kinds_in, outing, run_job, stored
from tests.messaging.factories import create_concern, create_message

ALONE = {"concern", "concern_note", "pulse_answer"}


@pytest.fixture
def worried(family: Family) -> Person:
    """Anita, who raised a concern about Ruth, saw to another with a note, and said how a month was."""
    conversation, anita = outing(family, family.anita, family.ruth, family.ola), family.anita
    create_concern(create_message(conversation, family.ruth), anita, family.constellation)
    seen_to = create_concern(create_message(conversation, family.ola), family.ruth, family.constellation)
    factories.changed(seen_to, acknowledged_by=anita.id, acknowledged_at=now())
    factories.stored(
        ConcernNote(concern_id=seen_to.id, by=anita.id, words="I saw it too."),
        PulseAnswer(person_id=anita.id, month=Month(2026, 11), said=PulseWord.HARD),
    )
    return anita


def told_to(viewer: Viewer, request_id: uuid.UUID) -> set[str]:
    """Which kinds of record that are for one person alone a copy tells."""
    content = kinds_in(fetched(viewer, request_id))
    assert ("A worry." in str(content)) is ({kind["table"] for kind in content} >= ALONE)
    return ALONE & {str(kind["table"]) for kind in content}


def test_a_manager_reads_no_concern_that_somebody_raised_and_no_word_of_their_month(
    family: Family, worried: Person
) -> None:
    ruth = viewer_for(family.ruth)
    request_id = actions.ask_for_copy(ruth, Subject(person_id=worried.id))
    run_job()
    assert (stored(request_id).state, stored(request_id).withheld) == (RequestState.REVIEW, 4)
    actions.hand_over(ruth, request_id)
    run_job()
    assert told_to(ruth, request_id) == set()


def test_whoever_asks_for_their_own_reads_it(worried: Person) -> None:
    anita = viewer_for(worried)
    request_id = actions.ask_for_own_copy(anita)
    run_job()
    assert (stored(request_id).state, told_to(anita, request_id)) == (RequestState.READY, ALONE)


def test_a_deputy_is_another(family: Family, lena: Person) -> None:
    message = create_message(outing(family, family.anita, family.ruth), family.anita)
    create_concern(message, family.ruth, family.constellation)
    deputy, ruth = viewer_for(lena), Subject(person_id=family.ruth.id)
    request_id = actions.ask_for_copy(deputy, ruth)
    run_job()
    assert (stored(request_id).state, stored(request_id).withheld) == (RequestState.REVIEW, 1)
    actions.hand_over(viewer_for(family.ola), request_id)
    run_job()
    assert told_to(deputy, request_id) == set()
