"""The pages of the handbook."""

import pytest
from flask import Flask

from constellations.core.database import database
from tests.client import client_of
from tests.constellations.support.library import create_page
from tests.queries import count_queries
from tests.sleepovers.households import Households

FORM = {"title": "Bags", "words": "# Pack\n- a bag\n\n<script>alert(1)</script> https://example.org/bags", "asks": "y"}


def test_a_manager_writes_publishes_and_a_carer_reads(app: Flask, homes: Households) -> None:
    manager, anita = client_of(app, homes.manager), client_of(app, homes.anita)
    draft = manager.post("/handbook/new", data=FORM, follow_redirects=True).text
    assert "It is kept as a draft." in draft
    assert "How it will look" in draft
    assert anita.get("/handbook/1").status_code == 404
    out = manager.post("/handbook/1/edit", data={**FORM, "version": "1", "what": "publish"}, follow_redirects=True).text
    assert "It is published." in out
    assert "0 of 4 carers" in out
    assert "New in the handbook" in anita.get("/").text
    page = anita.get("/handbook/1").text
    assert "<h2>Pack</h2>" in page
    assert "&lt;script&gt;alert(1)" in page
    assert '<a href="https://example.org/bags" rel="nofollow noopener noreferrer"' in page
    assert "Who has read it" not in page
    done = anita.post("/handbook/1/read", data={"version": "1"}, follow_redirects=True).text
    assert "Thank you. That is kept." in done
    assert "New in the handbook" not in anita.get("/").text
    assert "1 of 4 carers" in manager.get("/handbook/1").text


def test_a_draft_is_kept_and_a_stale_page_changes_nothing(app: Flask, homes: Households) -> None:
    manager = client_of(app, homes.manager)
    manager.post("/handbook/new", data=FORM)
    kept = manager.post("/handbook/1/edit", data={**FORM, "version": "1", "what": "draft"}, follow_redirects=True)
    assert "The draft is kept." in kept.text
    other = {**FORM, "title": "Other", "version": "0", "what": "publish"}
    assert manager.post("/handbook/1/edit", data=other).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Enter a title."),
        ({"words": " "}, "Write something on the page first."),
        ({"words": "x" * 30_001}, "That is too long for one page."),
        ({"words": "Other words."}, "Say in a sentence what has changed."),
    ],
)
def test_what_is_wrong_is_said(app: Flask, homes: Households, wrong: dict[str, str], words: str) -> None:
    create_page(homes.service)
    sent = {**FORM, "version": "1", "what": "publish", **wrong}
    answer = client_of(app, homes.manager).post("/handbook/1/edit", data=sent)
    assert (answer.status_code, words in answer.text) == (422, True)


def test_earlier_versions_are_readable_and_say_that_they_are(app: Flask, homes: Households) -> None:
    create_page(homes.service)
    sent = {**FORM, "version": "1", "changed": "All of it.", "what": "publish"}
    manager = client_of(app, homes.manager)
    manager.post("/handbook/1/edit", data=sent)
    page = client_of(app, homes.anita).get("/handbook/1/versions/1").text
    assert "This is how the page was." in page
    assert "Phone the hub." in page
    assert "All of it." in page
    gone = manager.post("/handbook/1/withdraw", data={"version": "2"}, follow_redirects=True).text
    assert "The page is taken out. Its versions are kept." in gone
    assert "Nothing is in the handbook yet" in client_of(app, homes.anita).get("/handbook").text


@pytest.mark.parametrize("number", [0, 2, 10**30])
def test_a_page_that_is_not_there_is_not_found(app: Flask, homes: Households, number: int) -> None:
    create_page(homes.service)
    client = client_of(app, homes.anita)
    assert client.get(f"/handbook/{number}").status_code == 404
    assert client.get(f"/handbook/1/versions/{number}").status_code == 404
    assert client.post(f"/handbook/{number}/read", data={"version": "1"}).status_code == 404


def test_more_pages_cost_no_more_queries(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.anita)
    create_page(homes.service)
    client.get("/handbook")
    with count_queries(database().engine) as few:
        client.get("/handbook")
    for number in range(2, 7):
        create_page(homes.service, number, f"Page {number}", asks=False)
    with count_queries(database().engine) as many:
        page = client.get("/handbook").text
    assert len(many) == len(few)
    assert page.count("new</span>") == 5
