"""Pages with photos and documents, as a browser without scripts reads and sends them, and the files it is given."""

import io
import re
import uuid

import pytest
from flask import Flask

from constellations.core.ids import new_id
from constellations.models import Person
from messaging.messages.actions import remove_message
from tests.client import RoostClient, client_of
from tests.messaging.attachments.sending import (
    DOCUMENT,
    NAMED,
    PHOTO,
    allow,
    files_read,
    make_talk_with_files,
    names_on_disk,
    send,
)
from tests.messaging.talking import Talk, bodies, numbers
from tests.photos import HTML, PDF, SVG, claims_to_be, from_a_phone, jpeg
from tests.sleepovers.households import sees


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations, of people who may send photos and documents."""
    return make_talk_with_files()


@pytest.fixture
def anita(app: Flask, talk: Talk) -> RoostClient:
    """Anita Patel's browser."""
    return client_of(app, talk.homes.anita)


def filled(*files: tuple[bytes, str], **fields: str) -> dict[str, object]:
    """The form of a message with files, everybody agreed."""
    chosen = [(io.BytesIO(content), name) for content, name in files]
    return {"client_id": str(new_id()), "body": "", "consent": "y", "files": chosen, **fields}


def photo_of(person: Person, talk: Talk) -> uuid.UUID:
    """The first photo or document that a person reads of."""
    return files_read(person, talk.everyone)[0].attachment_id


def test_one_sends_photos_without_a_script_and_others_see_them(app: Flask, talk: Talk, anita: RoostClient) -> None:
    path = f"/conversations/{talk.everyone.id}"
    page = anita.get(path).text
    assert 'enctype="multipart/form-data"' in page
    assert 'accept="image/jpeg,image/png,image/webp,application/pdf,text/plain"' in page
    both = filled((from_a_phone(), NAMED), (jpeg(), "b.jpg"), body="At the sea", description="A sandcastle")
    answer = anita.post(f"{path}/messages", data=both)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}#write")
    page = client_of(app, talk.homes.moira).get(path).text
    assert 'alt="Photo 1 of 2 from Anita Patel, 22 November: A sandcastle"' in page
    assert "May be shown here, says Anita Patel." in page
    assert "At the sea" in page
    assert "Jane" not in page
    shown = client_of(app, talk.homes.moira).get(f"/attachments/{photo_of(talk.homes.moira, talk)}").text
    assert f'href="{path}?at=1#message-' in shown
    assert "Next photo" in shown
    assert "Photo before" not in shown
    assert "Everybody in this picture may be shown here, says Anita Patel." in shown


def test_a_file_comes_to_be_kept_and_can_do_nothing(app: Flask, talk: Talk) -> None:
    send(talk.homes.anita, talk.everyone, PHOTO)
    photo = photo_of(talk.homes.moira, talk)
    for way, size in (("file", (40, 20)), ("preview", (40, 20))):
        answer = client_of(app, talk.homes.moira).get(f"/attachments/{photo}/{way}")
        assert answer.content_type == "image/jpeg"
        assert answer.headers["Content-Disposition"] == "attachment; filename=photo-2026-11-22-1.jpg"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "ETag" not in answer.headers
        assert answer.data.startswith(b"\xff\xd8\xff"), size


@pytest.mark.parametrize(
    ("name", "content", "media_type", "called"),
    [
        ("../../Programme.pdf", PDF, "application/pdf", "attachment; filename=Programme.pdf"),
        ("list.txt", b"Wellies", "text/plain; charset=utf-8", "attachment; filename=list.txt"),
        ("x/../d%00.html.txt", b"Wellies", "text/plain; charset=utf-8", "attachment; filename=d00.html.txt"),
    ],
)
def test_a_document_comes_under_a_clean_name(
    app: Flask, talk: Talk, anita: RoostClient, name: str, content: bytes, media_type: str, called: str
) -> None:
    anita.post(f"/conversations/{talk.everyone.id}/messages", data=filled((content, name)))
    document = photo_of(talk.homes.moira, talk)
    answer = client_of(app, talk.homes.moira).get(f"/attachments/{document}/file")
    assert (answer.content_type, answer.headers["Content-Disposition"]) == (media_type, called)
    assert answer.data == content
    page = client_of(app, talk.homes.moira).get(f"/attachments/{document}").text
    assert "Roost has not looked inside" in page
    assert client_of(app, talk.homes.moira).get(f"/attachments/{document}/preview").status_code == 404


def test_strangers_and_those_who_come_after_it_was_removed_find_nothing(app: Flask, talk: Talk) -> None:
    message = send(talk.homes.anita, talk.everyone, PHOTO)
    photo = photo_of(talk.homes.anita, talk)
    ways = [f"/attachments/{photo}{way}" for way in ("", "/file", "/preview")]
    assert [client_of(app, talk.homes.moira).get(way).status_code for way in ways] == [200, 200, 200]
    assert [client_of(app, talk.outsider).get(way).status_code for way in ways] == [404, 404, 404]
    assert [client_of(app, talk.homes.manager).get(way).status_code for way in ways] == [404, 404, 404]
    assert client_of(app).get(ways[1]).status_code in (302, 401)
    for odd in ("../../roost.db", "..%2f..%2froost.db", str(uuid.UUID(int=7))):
        assert client_of(app, talk.homes.moira).get(f"/attachments/{odd}/file").status_code == 404
    remove_message(sees(talk.homes.anita), message.id)
    for person in (talk.homes.anita, talk.homes.moira, talk.homes.liaison):
        assert [client_of(app, person).get(way).status_code for way in ways] == [404, 404, 404]
    assert (
        f"/attachments/{photo}" not in client_of(app, talk.homes.moira).get(f"/conversations/{talk.everyone.id}").text
    )


@pytest.mark.parametrize(
    ("files", "fields", "words"),
    [
        ([(jpeg(), "a.jpg")], {"consent": ""}, "or that nobody is in it"),
        ([(jpeg(), "a.jpg")] * 5, {}, "at most 4 photos"),
        ([(jpeg(), "a.jpg"), (PDF, "a.pdf")], {}, "no photos with it"),
        ([(HTML, "a.jpg")], {}, "Roost does not take this kind of file"),
        ([(SVG, "a.svg")], {}, "Roost does not take this kind of file"),
        ([(jpeg()[:200], "a.jpg")], {}, "broken or not complete"),
        ([(claims_to_be(30_000, 30_000), "a.png")], {}, "at most 40 megapixels"),
        ([(jpeg(), "a.jpg")], {"description": "x" * 301}, "at most 300 letters"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_the_words_are_kept(
    talk: Talk, anita: RoostClient, files: list[tuple[bytes, str]], fields: dict[str, str], words: str
) -> None:
    path = f"/conversations/{talk.everyone.id}/messages"
    answer = anita.post(path, data=filled(*files, **{"body": "At the sea", **fields}))
    assert answer.status_code == 422
    assert words in answer.text
    assert "At the sea</textarea>" in answer.text
    assert "Choose the files again" in answer.text
    for_programs = anita.post(f"{path}.json", data=filled(*files, **fields), headers={"Accept": "application/json"})
    assert (for_programs.status_code, words in for_programs.get_json()["error"]) == (422, True)
    assert (numbers(talk.everyone), names_on_disk()) == ([], [])


def test_a_program_is_answered_as_on_a_line(talk: Talk, anita: RoostClient) -> None:
    form = filled((jpeg(), "a.jpg"), body="At the sea")
    answer = anita.post(f"/conversations/{talk.everyone.id}/messages.json", data=form)
    assert (answer.get_json()["ok"], answer.get_json()["seq"]) == (True, 1)
    assert set(answer.get_json()) == {"ok", "id", "seq", "at"}
    assert bodies(talk.homes.moira, talk.everyone) == ["At the sea"]


def test_where_the_service_has_turned_them_off_nothing_is_offered_and_nothing_taken(
    talk: Talk, anita: RoostClient
) -> None:
    allow(photos=False, documents=False)
    path = f"/conversations/{talk.everyone.id}"
    page = anita.get(path).text
    assert not re.search(r'type="file"|multipart', page)
    answer = anita.post(f"{path}/messages", data=filled((jpeg(), "a.jpg")))
    assert (answer.status_code, "does not use photos" in answer.text) == (422, True)
    allow(photos=False, documents=True)
    page = anita.get(path).text
    assert 'accept="application/pdf,text/plain"' in page
    assert "may be shown" not in page


def test_a_service_manager_turns_them_on(app: Flask, talk: Talk, anita: RoostClient) -> None:
    allow(photos=False, documents=False)
    manager, path = client_of(app, talk.homes.manager), f"/conversations/{talk.everyone.id}"
    version = re.search(r'name="version"[^>]*value="(\d+)"', manager.get("/service").text)
    assert version
    settings = {"name": "Fairvale", "sleepover_word": "sleepover", "nation": "england", "version": version[1]}
    manager.post("/service", data={**settings, "photos_allowed": "y"})
    assert 'accept="image/jpeg,image/png,image/webp"' in anita.get(path).text
    assert re.search(r'name="photos_allowed"[^>]*checked', manager.get("/service").text)
    late = manager.post("/service", data={**settings, "documents_allowed": "y"})
    assert (
        late.status_code,
        "Fairvale, sleepover, photos. You wanted: Fairvale, sleepover, documents" in late.text,
    ) == (
        409,
        True,
    )


def test_a_document_in_a_conversation_leads_to_its_page(app: Flask, talk: Talk) -> None:
    send(talk.homes.anita, talk.everyone, DOCUMENT)
    page = client_of(app, talk.homes.moira).get(f"/conversations/{talk.everyone.id}").text
    assert f'href="/attachments/{photo_of(talk.homes.moira, talk)}">Outing programme.pdf</a>' in page
    assert "1 kB" in page
