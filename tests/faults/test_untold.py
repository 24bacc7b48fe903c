"""A server dies between storing a message and telling of it: everybody sees it all the same, and once."""

import time

import pytest

from tests.faults.dying import DIES, LAST_WORDS
from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Installation, make_room, seconds_since
from tests.faults.phones import phones_of, when_all
from tests.processes import wait_until

pytestmark = pytest.mark.faults


def test_a_message_of_which_nobody_was_told_is_seen_when_browsers_ask(grown: Installation) -> None:
    room = make_room(grown.app, 4)
    with (
        grown.serving(words=DIES) as mortal,
        grown.serving() as other,
        phones_of(room, [mortal.port, other.port]) as phones,
    ):
        wait_until(when_all(phones, lambda phone: phone.is_open))
        others = phones[1::2]
        phones[0].write("Hello all.")
        wait_until(when_all(phones, lambda phone: len(phone.shown) == 1))
        began = time.monotonic()
        phones[0].write(LAST_WORDS)
        wait_until(when_all(others, lambda phone: len(phone.shown) == 2), 60 * PATIENCE)
        seen = seconds_since(began)
        # Sent again by who had no answer, it is the same message.
        wait_until(lambda: not phones[0].unsent)
    assert (grown.folder / "died").exists(), "the server died as it should"
    stored = [(number, body) for number, _, body in room.stored()]
    assert stored == [(1, "Hello all."), (2, LAST_WORDS)]
    assert [phone.reads for phone in others] == [stored, stored]
    assert [len(phone.opened) for phone in others] == [1, 1], "their own line held all the time"
    note(2, on=grown.kind, seen_by_others=seen)
