"""One message sent many times at the same moment, as an impatient phone and a bad link do."""

import json
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest

from constellations.core.ids import new_id
from tests.faults.figures import note
from tests.faults.installation import Installation, make_room
from tests.faults.posting import Browser

pytestmark = pytest.mark.faults

TIMES = 20


def test_one_message_sent_twenty_times_at_once_is_stored_once_and_answered_alike(installation: Installation) -> None:
    room, name = make_room(installation.app, 2), str(new_id())
    browser = Browser(installation.app, room.people[0])
    with installation.serving() as server, ThreadPoolExecutor(TIMES) as together:
        answers = list(together.map(lambda _: browser.post(server.port, room, "Hello all.", name), range(TIMES)))
    assert [answer.status for answer in answers] == [HTTPStatus.OK] * TIMES
    assert len({answer.body for answer in answers}) == 1
    assert json.loads(answers[0].body)["seq"] == 1
    assert room.stored() == [(1, name, "Hello all.")]
    note(5, on=installation.kind, slowest_answer=max(answer.seconds for answer in answers))
