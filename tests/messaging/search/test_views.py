"""The page on which one finds what was said, and the way from there into the conversation."""

import re

from flask import Flask

from constellations.core.database import database
from tests.client import client_of
from tests.messaging.factories import create_message
from tests.messaging.talking import Talk, say
from tests.queries import count_queries

SEARCH = "/conversations/search"


def test_one_finds_a_message_and_opens_the_conversation_there(app: Flask, talk: Talk) -> None:
    create_message(talk.everyone, talk.homes.moira, "number 1.")
    found = say(talk.homes.moira, talk.everyone, "Who has a <cot>?")
    for number in range(3, 121):
        create_message(talk.everyone, talk.homes.moira, f"number {number}.")
    client, here = client_of(app, talk.homes.anita), f"/conversations/{talk.everyone.id}"
    assert f'href="{SEARCH}"' in client.get("/conversations").text
    assert f'href="{SEARCH}?conversation={talk.everyone.id}"' in client.get(here).text
    page = client.get(SEARCH, query_string={"words": "cot", "conversation": str(talk.everyone.id)}).text
    assert "Who has a &lt;<mark>cot</mark>&gt;?" in page
    assert "Everyone, Harbour" in page
    assert "Moira Hale, <time" in page
    leads = re.search(r'href="(/conversations/[^"]+at=2[^"]+)"', page)
    assert leads
    assert leads[1].endswith(f"?at=2#message-{found.id}")
    there = client.get(leads[1]).text
    assert f'id="message-{found.id}"' in there
    assert ("data-older" in there, "number 26." in there, "number 27." in there) == (True, True, False)
    assert "Earlier messages" not in there


def test_from_an_older_page_one_reads_on_to_the_newest(app: Flask, talk: Talk) -> None:
    for number in range(1, 121):
        create_message(talk.everyone, talk.homes.moira, f"number {number}.")
    client = client_of(app, talk.homes.anita)
    page, read = client.get(f"/conversations/{talk.everyone.id}?at=30").text, []
    while True:
        read += [int(number) for number in re.findall(r">number (\d+)\.<", page)]
        later = re.search(r'href="([^"]+)">Later messages', page)
        if not later:
            break
        page = client.get(later[1]).text
    assert read == [*range(5, 105), *range(71, 121)]
    assert "data-older" not in page
    for odd in ("9" * 30, "-1", "x", "2147483647", ""):
        assert (
            client.get(f"/conversations/{talk.everyone.id}", query_string={"at": odd, "before": odd}).status_code == 200
        )


def test_the_page_says_what_will_appear_and_what_to_try(app: Flask, talk: Talk) -> None:
    say(talk.homes.moira, talk.everyone, "Cake")
    client = client_of(app, talk.homes.anita)
    assert "What was it about?" in client.get(SEARCH).text
    for nothing in ({"words": "  "}, {"conversation": str(talk.everyone.id)}):
        assert "What was it about?" in client.get(SEARCH, query_string=nothing).text
    for words in ("pie", "***", '"'):
        assert "Nothing found" in client.get(SEARCH, query_string={"words": words}).text
    assert "Nothing found" not in client.get(SEARCH, query_string={"words": "cake"}).text


def test_what_cannot_be_looked_for_is_said_beside_the_field(app: Flask, talk: Talk) -> None:
    say(talk.homes.moira, talk.near_hub, "Cake")
    client = client_of(app, talk.homes.anita)
    wrong = {
        "Use fewer words": {"words": "x" * 201},
        "Choose a day that is not before the first one.": {"first": "2026-11-22", "last": "2026-11-21"},
        "Enter a day": {"first": "soon"},
        "Not a valid choice": {"conversation": str(talk.near_hub.id)},
    }
    for words, asked in wrong.items():
        page = client.get(SEARCH, query_string={"words": "cake", **asked}).text
        assert "There is a problem" in page
        assert words in page
        assert "Nothing found" not in page


def test_earlier_ones_keep_what_was_looked_for(app: Flask, talk: Talk) -> None:
    for number in range(21):
        say(talk.homes.moira, talk.everyone, f"Cake {number}.")
    client = client_of(app, talk.homes.anita)
    asked = {"words": "cake", "person": str(talk.homes.moira.id), "first": "2026-11-01", "last": "30/11/2026"}
    with count_queries(database().engine) as sent:
        page = client.get(SEARCH, query_string=asked).text
    assert len(sent) <= 20
    assert ("</mark> 20." in page, "</mark> 0." in page) == (True, False)
    earlier = re.search(r'href="([^"]+)">Earlier ones', page)
    assert earlier
    rest = client.get(earlier[1].replace("&amp;", "&")).text
    assert ("</mark> 20." in rest, "</mark> 0." in rest, "Earlier ones" in rest) == (False, True, False)
    assert 'value="2026-11-30"' in rest
