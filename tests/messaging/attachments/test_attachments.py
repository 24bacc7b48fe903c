"""Photos and documents with messages: what is stored, and who finds them."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import IntegrityError

from constellations.access import Viewer
from constellations.core.database import database, transaction
from constellations.core.errors import Forbidden, NotFound, RuleBroken
from constellations.core.files import rules as kinds
from constellations.core.files.laying import SentFile
from constellations.core.files.rules import FileKind, KeptFile
from constellations.core.files.shelf import PREVIEW, new_key
from constellations.core.ids import new_id
from constellations.models import Person
from constellations.permissions import Role
from messaging.attachments import rules
from messaging.attachments.actions import Chosen, post_with_files
from messaging.attachments.models import Attachment
from messaging.attachments.page.queries import attachment_file, attachment_page
from messaging.attachments.queries import may_send
from messaging.conversations.queries import conversation_line
from messaging.messages.actions import remove_message
from messaging.messages.page.queries import conversation_page
from messaging.posting.actions import Written
from messaging.rules import NothingWritten
from messaging.telling.sockets import message_words
from tests import factories
from tests.messaging.attachments.sending import (
    DOCUMENT,
    NAMED,
    PHOTO,
    allow,
    files_read,
    make_talk_with_files,
    names_on_disk,
    send,
    shelf,
)
from tests.messaging.factories import create_message
from tests.messaging.talking import Talk, numbers, reads, say
from tests.photos import HEIC, HTML, SECRET, from_a_phone, jpeg
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import sees

DAY = 24 * 3600


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations, of people who may send photos and documents."""
    return make_talk_with_files()


def test_photos_are_kept_as_they_are_seen_with_neither_name_nor_place(talk: Talk) -> None:
    homes = talk.homes
    phone = SentFile(NAMED, from_a_phone())
    send(homes.anita, talk.everyone, phone, PHOTO, body="In the garden.", description="Two kites")
    found = files_read(homes.moira, talk.everyone)
    assert [(one.kind, one.number, one.of, one.name, one.width, one.height, one.description) for one in found] == [
        (FileKind.PHOTO, 1, 2, None, 20, 40, "Two kites"),
        (FileKind.PHOTO, 2, 2, None, 40, 20, "Two kites"),
    ]
    (first, *_rest) = rows(Attachment.key, Attachment.name, Attachment.consented_at)
    assert (first[1], first[2]) == (None, dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC))
    on_disk = names_on_disk()
    assert len(on_disk) == 4
    assert all(re.fullmatch(r"[0-9a-f]{32}(-preview)?", name) for name in on_disk)
    kept = b"".join(path.read_bytes() for path in shelf().folder.rglob("*") if path.is_file())
    assert SECRET.encode() not in kept
    assert b"Exif" not in kept
    assert {path.stat().st_mode & 0o077 for path in shelf().folder.glob("*/*")} == {0}


def test_a_document_is_kept_as_it_is_under_a_name_without_a_way(talk: Talk) -> None:
    send(talk.homes.anita, talk.everyone, DOCUMENT, is_consented=False)
    (found,) = files_read(talk.homes.moira, talk.everyone)
    assert (found.kind, found.name, found.of) == (FileKind.PDF, "Outing programme.pdf", 1)
    file = attachment_file(sees(talk.homes.moira), found.attachment_id)
    assert (file.content, file.media_type, file.name) == (DOCUMENT.content, "application/pdf", "Outing programme.pdf")
    assert not [name for name in names_on_disk() if "Outing" in name or PREVIEW in name]
    with pytest.raises(NotFound):
        attachment_file(sees(talk.homes.moira), found.attachment_id, is_preview=True)


def test_a_message_of_files_alone_is_spoken_of_as_that(talk: Talk) -> None:
    homes = talk.homes
    sent = send(homes.anita, talk.everyone, PHOTO)
    assert conversation_line(sees(homes.moira), talk.everyone.id).last == "Anita: Photo or document"
    say(homes.moira, talk.everyone, "How nice!", sent.id)
    quoted = reads(homes.okafors, talk.everyone)[1].reply_to
    assert quoted
    assert quoted.words == "Photo or document"
    with pytest.raises(NothingWritten):
        send(homes.anita, talk.everyone)


@pytest.mark.parametrize(
    ("files", "is_consented", "description", "refused"),
    [
        ([PHOTO], False, "", rules.NoConsent),
        ([PHOTO] * 5, True, "", rules.TooManyPhotos),
        ([PHOTO, DOCUMENT], True, "", rules.OneDocumentAlone),
        ([PHOTO], True, "x" * 301, rules.DescriptionTooLong),
        ([PHOTO, SentFile("x.jpg", jpeg()[:300])], True, "", kinds.BrokenPicture),
        ([SentFile("x.jpg", HTML)], True, "", kinds.UnknownFile),
        ([SentFile("x.txt", b"x" * (kinds.LARGEST_FILE + 1))], True, "", kinds.FileTooLarge),
        ([SentFile("x.heic", HEIC)], True, "", kinds.HeicPicture),
    ],
)
def test_of_what_is_refused_there_is_neither_message_nor_file(
    talk: Talk, files: list[SentFile], is_consented: bool, description: str, refused: type[RuleBroken]
) -> None:
    with pytest.raises(refused):
        send(talk.homes.anita, talk.everyone, *files, is_consented=is_consented, description=description)
    assert (numbers(talk.everyone), names_on_disk()) == ([], [])


def test_a_service_that_has_not_turned_them_on_takes_none(talk: Talk) -> None:
    allow(photos=False, documents=False)
    for file, refused in ((PHOTO, rules.PhotosOff), (DOCUMENT, rules.DocumentsOff)):
        with pytest.raises(refused):
            send(talk.homes.anita, talk.everyone, file)
    assert may_send(sees(talk.homes.anita)).anything is False
    assert may_send(Viewer.system()).anything is False
    allow(photos=False, documents=True)
    send(talk.homes.anita, talk.everyone, DOCUMENT)
    assert len(files_read(talk.homes.moira, talk.everyone)) == 1


def test_who_is_not_in_a_conversation_sends_nothing_there(talk: Talk) -> None:
    for person, refused in ((talk.outsider, NotFound), (talk.homes.manager, NotFound)):
        with pytest.raises(refused):
            send(person, talk.everyone, PHOTO)
    with pytest.raises(Forbidden):
        post_with_files(
            Viewer(role=Role.REGIONAL), talk.everyone.id, Written(new_id(), ""), Chosen((PHOTO,), is_consented=True)
        )
    assert (numbers(talk.everyone), names_on_disk()) == ([], [])


def finds(person: Person, attachment_id: uuid.UUID) -> bool:
    """Whether a person is given the page, the file and the preview; all or none."""
    looks: list[Callable[[], object]] = [
        partial(attachment_page, sees(person), attachment_id),
        partial(attachment_file, sees(person), attachment_id),
        partial(attachment_file, sees(person), attachment_id, is_preview=True),
    ]
    found = []
    for look in looks:
        try:
            found.append(bool(look()))
        except NotFound:
            found.append(False)
    assert len(set(found)) == 1
    return found[0]


def test_a_photo_is_found_by_who_may_read_its_message_until_it_is_removed(talk: Talk) -> None:
    homes = talk.homes
    elsewhere = factories.create_person(Role.MANAGER, factories.create_service(), name="Another service")
    message = send(homes.moira, talk.near_hub, PHOTO)
    (photo,) = files_read(homes.liaison, talk.near_hub)
    people = (
        homes.moira,
        homes.tom,
        homes.liaison,
        homes.anita,
        homes.manager,
        homes.finance,
        talk.outsider,
        elsewhere,
    )
    found = {person.name for person in people if finds(person, photo.attachment_id)}
    assert found == {"Moira Hale", "Tom Hale", "Dee Marsh"}
    remove_message(sees(homes.moira), message.id)
    assert {person.name for person in people if finds(person, photo.attachment_id)} == set()
    (stub,) = reads(homes.tom, talk.near_hub)
    assert (stub.removed, stub.attachments) == (True, ())
    assert message_words(stub)["attachments"] == []


def test_a_photo_from_before_ones_time_is_not_found(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    send(homes.anita, talk.everyone, PHOTO)
    (photo,) = files_read(homes.moira, talk.everyone)
    clock.shift(40 * DAY)
    newcomer = factories.create_home(homes.service, "Newcomer")
    factories.join(newcomer, homes.constellation, starts_on=Viewer.system().today)
    person = factories.create_person(Role.SATELLITE_CARER, home=newcomer)
    send(homes.anita, talk.everyone, PHOTO)
    (later,) = files_read(person, talk.everyone)
    assert (finds(person, photo.attachment_id), finds(person, later.attachment_id)) == (False, True)


def test_what_goes_down_a_line_names_the_files_and_is_the_same_for_everybody(talk: Talk) -> None:
    send(talk.homes.anita, talk.everyone, PHOTO, body="Look!")
    words = [message_words(reads(person, talk.everyone)[0]) for person in (talk.homes.anita, talk.homes.moira)]
    assert words[0] == words[1]
    (photo,) = files_read(talk.homes.moira, talk.everyone)
    assert words[0]["attachments"] == [
        {
            "id": str(photo.attachment_id),
            "kind": "photo",
            "name": None,
            "width": 40,
            "height": 20,
            "description": None,
        }
    ]
    assert f'src="/attachments/{photo.attachment_id}/preview" width="40" height="20"' in str(words[0]["html"])
    assert 'alt="Photo from Anita Patel, 22 November" loading="lazy"' in str(words[0]["html"])


def test_sent_again_it_is_the_same_message_and_no_file_is_left_over(talk: Talk) -> None:
    name = new_id()
    first = send(talk.homes.anita, talk.everyone, PHOTO, client_id=name)
    again = send(talk.homes.anita, talk.everyone, PHOTO, PHOTO, client_id=name)
    assert (again.id, numbers(talk.everyone)) == (first.id, [1])
    assert len(files_read(talk.homes.moira, talk.everyone)) == 1
    assert len(names_on_disk()) == 2


def test_what_fails_at_the_end_leaves_no_file(talk: Talk) -> None:
    answered = new_id()
    with pytest.raises(NotFound):
        post_with_files(
            sees(talk.homes.anita),
            talk.everyone.id,
            Written(new_id(), "", answered),
            Chosen((PHOTO,), is_consented=True),
        )
    assert (numbers(talk.everyone), names_on_disk()) == ([], [])


@pytest.fixture
def full_disk(talk: Talk) -> Iterator[Path]:
    """Where files belong there is something else, so that none can be laid down."""
    folder = shelf().folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    yield folder
    folder.unlink()


def test_where_no_file_can_be_kept_the_person_is_told_and_nothing_is_said(talk: Talk, full_disk: Path) -> None:
    with pytest.raises(kinds.NoRoom, match="Send your words alone"):
        send(talk.homes.anita, talk.everyone, PHOTO, body="Look!")
    assert numbers(talk.everyone) == []
    send(talk.homes.anita, talk.everyone, body="Look!")
    assert numbers(talk.everyone) == [1]


def test_a_file_that_is_lost_is_as_if_it_were_not_there(talk: Talk) -> None:
    send(talk.homes.anita, talk.everyone, PHOTO)
    (photo,) = files_read(talk.homes.moira, talk.everyone)
    for key in {name.removesuffix(PREVIEW) for name in names_on_disk()}:
        shelf().remove(key)
    with pytest.raises(NotFound):
        attachment_file(sees(talk.homes.moira), photo.attachment_id)


@pytest.mark.parametrize(
    "wrong",
    [{"consented_at": None}, {"name": "Jane.jpg"}, {"width": None}, {"number": 5}, {"number": 0}],
)
def test_the_database_itself_keeps_no_photo_without_consent_or_with_a_name(
    talk: Talk, wrong: dict[str, object]
) -> None:
    message = create_message(talk.everyone, talk.homes.anita)
    row = Attachment.of(message, 1, KeptFile(new_key(), FileKind.PHOTO, 1, width=1, height=1))
    for name, value in wrong.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(row)
    assert rows(Attachment.id) == []


def test_many_photos_take_the_same_queries_as_one(talk: Talk) -> None:
    homes, viewer = talk.homes, sees(talk.homes.moira)
    send(homes.anita, talk.everyone, PHOTO)
    with count_queries(database().engine) as few:
        conversation_page(viewer, talk.everyone.id)
    for _often in range(6):
        send(homes.anita, talk.everyone, PHOTO, PHOTO)
    with count_queries(database().engine) as many:
        page = conversation_page(viewer, talk.everyone.id)
    assert sum(len(message.attachments) for message in page.messages) == 13
    assert len(many) == len(few)
