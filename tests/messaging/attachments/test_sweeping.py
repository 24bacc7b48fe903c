"""Files that no message speaks of any more are removed, and the ledger says how many."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.core.files.shelf import PREVIEW, new_key
from messaging.attachments.actions import sweep_attachments
from messaging.attachments.models import Attachment
from messaging.attachments.page.queries import attachment_file
from messaging.messages.actions import remove_message
from tests.messaging.attachments.sending import PHOTO, files_read, make_talk_with_files, names_on_disk, send, shelf
from tests.messaging.talking import Talk
from tests.registers import rows
from tests.sleepovers.households import sees

DAY = 24 * 3600


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations, of people who may send photos and documents."""
    return make_talk_with_files()


def swept(today: dt.date | None = None) -> tuple[int, str]:
    """What the job removes now, and what it says."""
    day = today or Viewer.system().today
    result = sweep_attachments(Viewer.system(), None, day, day)
    return result.found, result.words


def test_the_files_of_a_removed_message_are_gone_a_week_later(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    removed = send(homes.anita, talk.everyone, PHOTO, PHOTO)
    send(homes.anita, talk.everyone, PHOTO)
    remove_message(sees(homes.anita), removed.id)
    clock.shift(7 * DAY)
    assert swept() == (0, "")
    assert len(names_on_disk()) == 6
    clock.shift(1)
    assert swept() == (2, "Files removed: 2 of removed messages, 0 that belonged to no message.")
    assert len(names_on_disk()) == 2
    assert len(rows(Attachment.id)) == 1
    assert swept() == (0, "")
    assert len(files_read(homes.moira, talk.everyone)) == 1


def test_a_file_whose_message_never_came_to_be_is_gone_a_day_later(talk: Talk, clock: time_machine.Traveller) -> None:
    now = dt.datetime.now(dt.UTC)
    both, alone, half = new_key(), new_key(), new_key()
    shelf().put(both, b"x", b"x", now)
    shelf().put(alone, b"x", None, now)
    shelf().put(half + PREVIEW, b"x", None, now)
    send(talk.homes.anita, talk.everyone, PHOTO)
    clock.shift(DAY)
    assert swept() == (0, "")
    clock.shift(1)
    assert swept() == (3, "Files removed: 0 of removed messages, 3 that belonged to no message.")
    assert len(names_on_disk()) == 2
    (photo,) = files_read(talk.homes.moira, talk.everyone)
    assert attachment_file(sees(talk.homes.moira), photo.attachment_id).content
