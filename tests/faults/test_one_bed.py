"""Thirty carers are given the only bed in one moment, over HTTP: one has it, the others read that it is taken."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest

from tests.faults.booking import is_booked, make_bookings, stored
from tests.faults.figures import note
from tests.faults.installation import Installation
from tests.faults.posting import Answer

pytestmark = pytest.mark.faults

MANY = 30
TRIES = 5


def test_of_thirty_who_are_given_one_bed_at_once_one_has_it(installation: Installation) -> None:
    bookings = make_bookings(installation.app, MANY, same_night=True, beds=1)
    with installation.serving() as server, ThreadPoolExecutor(MANY) as together:

        def agree(ask_id: uuid.UUID) -> Answer:
            """Press, and press again where Roost is busy, as its words say."""
            answer = bookings.agree(server.port, ask_id)
            for _ in range(TRIES):
                if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
                    break
                answer = bookings.agree(server.port, ask_id)
            return answer

        answers = list(together.map(agree, bookings.asks))
    now, statuses = stored(), Counter(answer.status for answer in answers if not is_booked(answer))
    assert sum(map(is_booked, answers)) == 1
    assert (now.stays, now.nights, now.agreed) == (1, 1, 1)
    assert sum(statuses.values()) == MANY - 1
    assert max(statuses) < HTTPStatus.INTERNAL_SERVER_ERROR, "everybody else was told why not"
    slowest = max(answer.seconds for answer in answers)
    note(15, on=installation.kind, have_it=1, are_told=MANY - 1, slowest_answer=slowest)
