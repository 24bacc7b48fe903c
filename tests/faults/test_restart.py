"""Two hundred lines at once: a server is stopped and started anew, and all lines are cut in one moment."""

import statistics
import time

import pytest

from messaging.messages.queries import MOST_TO_SYNC
from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, make_room, seconds_since
from tests.faults.phones import phones_of, when_all
from tests.processes import wait_until

pytestmark = pytest.mark.faults

PEOPLE, EACH = 40, 5


def test_a_server_started_anew_has_all_two_hundred_lines_back_and_lost_no_message(installation: Installation) -> None:
    room = make_room(installation.app, PEOPLE)
    with installation.serving() as old:
        port = old.port
        with phones_of(room, [port], EACH) as phones:
            wait_until(when_all(phones, lambda phone: phone.is_open), 120)
            writers = phones[:5]
            for phone in writers:
                phone.write("Before.")
            old.running.terminate()
            began = time.monotonic()
            for phone in writers:
                phone.write("Meanwhile.")
            wait_until(lambda: old.running.poll() is not None, 10 * PATIENCE)
            gone = seconds_since(began)
            with installation.serving(port):
                served = seconds_since(began)
                wait_until(when_all(phones, lambda phone: phone.opened[-1] > began and phone.is_open), 15 * PATIENCE)
                back = max(phone.opened[-1] for phone in phones) - began
                wait_until(when_all(writers, lambda phone: not phone.unsent))
                wait_until(when_all(phones, lambda phone: len(phone.shown) == 2 * len(writers)), 60 * PATIENCE)
    stored = [(number, body) for number, _, body in room.stored()]
    assert sorted(body for _, body in stored) == ["Before."] * 5 + ["Meanwhile."] * 5
    assert all(phone.reads == stored for phone in phones)
    note(18, on=installation.kind, old_gone=gone, new_serves=served, all_back=back)


def test_two_hundred_lines_cut_at_once_come_back_one_by_one_and_ask_for_little(installation: Installation) -> None:
    room = make_room(installation.app, PEOPLE)
    with installation.serving() as server, phones_of(room, [server.port], EACH) as phones:
        wait_until(when_all(phones, lambda phone: phone.is_open), 120)
        for number in range(2 * EACH):
            for phone in phones[:PEOPLE]:
                phone.write(f"Message {number}")
        wait_until(when_all(phones, lambda phone: not phone.unsent and len(phone.shown) == 2 * EACH * PEOPLE), 120)
        asked_before = [len(phone.sync_seconds) for phone in phones]
        server.kill_worker()
        began = time.monotonic()
        wait_until(when_all(phones, lambda phone: phone.opened[-1] > began and phone.is_open), 15 * PATIENCE)
        back = seconds_since(began)
        seconds = [each for phone, n in zip(phones, asked_before, strict=True) for each in phone.sync_seconds[n:]]
    assert len(seconds) >= len(phones)
    assert max(phone.most_at_once for phone in phones) <= MOST_TO_SYNC
    assert all(len(phone.opened) < PATIENCE for phone in phones), "nobody knocks without rest"
    p95 = statistics.quantiles(seconds, n=20)[-1]
    note(19, on=installation.kind, all_back=back, p95_of_a_sync=p95, syncs=len(seconds))
