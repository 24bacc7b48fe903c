"""A worker dies while people talk: what was acknowledged is there once, and everybody reads the same afterwards."""

import time

import pytest

from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, make_room, seconds_since
from tests.faults.phones import phones_of, when_all
from tests.processes import wait_until

pytestmark = pytest.mark.faults

PEOPLE, EACH = 10, 20


def test_a_worker_killed_amid_two_hundred_messages_loses_none_and_doubles_none(installation: Installation) -> None:
    room = make_room(installation.app, PEOPLE)
    with installation.serving() as server, phones_of(room, [server.port]) as phones:
        wait_until(when_all(phones, lambda phone: phone.is_open))
        written = {}
        for number in range(EACH):
            for each, phone in enumerate(phones):
                body = f"{number} of {each}"
                written[phone.write(body)] = body
        wait_until(lambda: sum(len(phone.acked) for phone in phones) >= PEOPLE * EACH // 4)
        acked_before = sum(len(phone.acked) for phone in phones)
        server.kill_worker()
        began = time.monotonic()
        wait_until(server.is_up, 5 * PATIENCE)
        back = seconds_since(began)
        wait_until(when_all(phones, lambda phone: not phone.unsent and len(phone.shown) == len(written)))
        all_read = seconds_since(began)
    stored = room.stored()
    assert acked_before < len(written), "the worker died amid the messages"
    assert [number for number, _, _ in stored] == list(range(1, len(written) + 1))
    assert {name: body for _, name, body in stored} == written
    numbers = {name: number for number, name, _ in stored}
    for each, phone in enumerate(phones):
        assert phone.acked == {name: numbers[name] for name in phone.acked}
        assert len(phone.acked) == EACH
        assert phone.reads == [(number, body) for number, _, body in stored]
        own = [body for _, _, body in stored if body.endswith(f" of {each}")]
        assert own == [f"{number} of {each}" for number in range(EACH)]
    note(1, on=installation.kind, service_back=back, all_sent_and_read=all_read)
