"""Pages of announcements, as a browser without scripts reads and answers them."""

import re

import pytest
from flask import Flask

from messaging.announcements.models import Announcement
from messaging.announcements.panels import WAITS
from tests import factories
from tests.client import client_of
from tests.messaging.announcements.announcing import got_it, shown, titles
from tests.registers import rows
from tests.sleepovers.households import Households, sees


def written(homes: Households, **other: str) -> dict[str, str]:
    """What Moira types."""
    words = {
        "title": "Training",
        "body": "<b>Tuesday</b> https://example.org/x",
        "audience": str(homes.constellation.id),
    }
    return {**words, "when": "now", **other}


def test_what_is_announced_stands_on_the_home_page_until_got_it(app: Flask, homes: Households) -> None:
    there = client_of(app, homes.moira).post("/announcements/new", data=written(homes)).headers["Location"]
    anita = client_of(app, homes.anita)
    page = anita.get("/").text
    assert "&lt;b&gt;Tuesday&lt;/b&gt;" in page
    assert '<a class="govuk-link" href="https://example.org/x" rel="noopener noreferrer nofollow ugc"' in page
    assert WAITS.count(sees(homes.anita)) == 1
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    answer = anita.post(f"{there}/got-it", data={"version": version[1], "back": "home"})
    assert answer.headers["Location"] == "/"
    assert "Training" not in anita.get("/").text
    assert WAITS.count(sees(homes.anita)) == 0
    assert "Training" in anita.get("/announcements").text
    page = client_of(app, homes.moira).get(there).text
    assert "1 of 4 have said “Got it”; not yet: Chi Okafor, Dee Marsh, Tom Hale." in page
    assert "1 of 4" not in anita.get(there).text


def test_later_is_said_as_a_day_and_a_time_in_london(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.moira)
    there = client.post("/announcements/new", data=written(homes, when="later", day="2027-06-01", at="08:00"))
    assert "goes out on Tue 1 Jun at 08:00" in client.get("/announcements").text
    path = there.headers["Location"]
    assert client_of(app, homes.anita).get(path).status_code == 404
    form = client.get(f"{path}/edit").text
    assert ('value="2027-06-01"' in form, 'value="08:00"' in form) == (True, True)
    moved = written(homes, when="later", day="2027-06-02", at="09:30", version="1")
    client.post(f"{path}/edit", data=moved)
    assert "goes out on Wed 2 Jun at 09:30" in client.get(path).text
    assert client.post(f"{path}/edit", data=moved).status_code == 409
    client.post(f"{path}/withdraw")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": " "}, "Give the announcement a title."),
        ({"body": ""}, "Write something first."),
        ({"when": "later"}, "Enter the day and the time at which it goes out."),
        ({"when": "later", "day": "2026-11-01", "at": "08:00"}, "That moment has passed."),
        ({"when": "later", "day": "2028-11-01", "at": "08:00"}, "more than a year ahead"),
        ({"audience": ""}, "Choose who it is for."),
    ],
)
def test_what_cannot_go_out_is_said_beside_its_field(
    app: Flask, homes: Households, typed: dict[str, str], words: str
) -> None:
    answer = client_of(app, homes.moira).post("/announcements/new", data=written(homes, **typed))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert rows(Announcement.id) == []


def test_who_writes_to_nobody_is_told_so(app: Flask, homes: Households) -> None:
    assert "Write an announcement" not in client_of(app, homes.anita).get("/announcements").text
    former = factories.create_person(homes.moira.role, home=homes.patel)
    assert "Nobody to write to" in client_of(app, former).get("/announcements/new").text


def test_its_author_reminds_changes_and_withdraws_by_buttons(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.moira)
    path = client.post("/announcements/new", data=written(homes)).headers["Location"]
    assert "Remind those who have not answered" in client.get(path).text
    assert "4 people are reminded." in client.post(f"{path}/remind", follow_redirects=True).text
    assert "Last reminded on Sun 22 Nov" in client.get(path).text
    version = str(shown(homes.moira, rows(Announcement.id)[0][0]).version)
    client.post(f"{path}/edit", data={"title": "Moved", "body": "Friday.", "version": version})
    assert titles(homes.anita) == ["Moved"]
    got_it(homes.anita, rows(Announcement.id)[0][0])
    assert client.get(f"{path}/edit").status_code == 422
    page = client.get(path).text
    (asked,) = re.findall(r"<details.*?</details>", page, re.S)
    assert "Nobody can read it any more, and it cannot be brought back." in asked
    assert asked.count(f'action="{path}/withdraw"') == page.count(f'action="{path}/withdraw"') == 1
    client.post(f"{path}/withdraw")
    assert "This announcement was withdrawn" in client_of(app, homes.anita).get(path).text
    assert "Moved" not in client.get("/announcements").text
