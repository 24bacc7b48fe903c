"""What a hidden message carries is hidden with it: its photos, its poll, and its words from search."""

import pytest
from flask import Flask

from constellations.core.errors import NotFound
from messaging.attachments.models import Attachment
from messaging.attachments.page.queries import attachment_file, attachment_page
from messaging.models import Message
from messaging.polls.actions import vote
from messaging.polls.rules import Says
from messaging.rules import Hidden
from messaging.safeguarding.concerns.actions import hide
from messaging.safeguarding.models import Concern
from tests.messaging.attachments.sending import PHOTO, files_read, make_talk_with_files, send
from tests.messaging.factories import create_poll
from tests.messaging.safeguarding.worries import worry
from tests.messaging.search.finding import finds
from tests.messaging.talking import Talk, reads, say
from tests.registers import rows
from tests.sleepovers.households import sees


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations, of people who may send photos and documents."""
    return make_talk_with_files()


def hidden(talk: Talk, message: Message) -> Concern:
    """Let Anita worry about a message, and the liaison worker hide it."""
    concern = worry(talk.homes.anita, message)
    hide(sees(talk.homes.liaison), concern.id, on=True)
    return concern


def test_a_photo_is_out_of_reach_at_once_and_comes_back(talk: Talk) -> None:
    concern = hidden(talk, send(talk.homes.moira, talk.everyone, PHOTO))
    ((photo_id,),) = rows(Attachment.id)
    for person in (talk.homes.moira, talk.homes.anita, talk.homes.liaison):
        assert files_read(person, talk.everyone) == []
        for look in (attachment_page, attachment_file):
            with pytest.raises(NotFound):
                look(sees(person), photo_id)
    hide(sees(talk.homes.liaison), concern.id, on=False)
    assert attachment_file(sees(talk.homes.anita), photo_id).content


def test_a_poll_is_neither_shown_nor_answered(talk: Talk) -> None:
    message = create_poll(talk.everyone, talk.homes.moira)
    hidden(talk, message)
    (stub,) = reads(talk.homes.anita, talk.everyone)
    assert (stub.hidden, stub.poll, stub.body) == (True, None, "")
    with pytest.raises(Hidden):
        vote(sees(talk.homes.anita), message.id, 1, Says.YES)


def test_its_words_find_nothing_until_it_is_shown_again(talk: Talk) -> None:
    concern = hidden(talk, say(talk.homes.moira, talk.everyone, "The picnic is by the lake."))
    say(talk.homes.moira, talk.everyone, "Bring a blanket.")
    for person in (talk.homes.moira, talk.homes.anita, talk.homes.liaison):
        assert finds(person, "picnic") == []
        assert finds(person, by=talk.homes.moira) == ["Bring a blanket."]
    hide(sees(talk.homes.liaison), concern.id, on=False)
    assert finds(talk.homes.anita, "picnic") == ["The picnic is by the lake."]
