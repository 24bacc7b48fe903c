"""Answering on the page of an event and on the home page, and the list for hosts."""

import datetime as dt
from http import HTTPStatus

import pytest
from flask import Flask

from constellations.core.database import database
from constellations.events.answers.models import HomeDiet
from constellations.events.answers.rules import Coming
from constellations.events.models import Occurrence
from constellations.events.rules import Circle
from tests.client import client_of
from tests.constellations.events.families import FIRST, Families, said_of, say
from tests.factories import changed, create_child, create_home, create_person, join
from tests.queries import count_queries
from tests.registers import rows


def test_going_is_one_press_on_the_page_of_an_event_and_the_family_is_ticked(app: Flask, families: Families) -> None:
    at = families.event()
    client = client_of(app, families.anita)
    page = client.get(f"/events/{at}").text
    assert page.count(" checked") == 5
    ticked = [str(one.id) for one in (families.anita, families.jb)]
    filled = {"answer": "going", "chosen": "y", "guests": ticked, "more_adults": "1", "diet": "JB: no nuts"}
    done = client.post(f"/events/{at}/answer", data=filled, follow_redirects=True).text
    assert "You are going: 2 adults and 1 child." in done
    assert "<strong>1 family is going:</strong> 2 adults and 1 child." in done
    assert "JB: no nuts</textarea>" in done
    assert said_of(at) == {"Patel": ("going", 2, 1, False)}
    again = client_of(app, families.raj).get(f"/events/{at}").text
    assert again.count(" checked") == 2


def test_the_home_page_asks_and_one_press_there_answers(app: Flask, families: Families) -> None:
    at = families.event()
    families.event(circle=Circle.HOME)
    client = client_of(app, families.anita)
    assert client.get("/").text.count("Saturday together</a>") == 1
    answer = client.post(f"/events/{at}/answer", data={"answer": "maybe", "back": "home"})
    assert (answer.status_code, answer.location) == (HTTPStatus.FOUND, "/")
    assert said_of(at) == {"Patel": ("maybe", 2, 3, False)}
    page = client.get("/").text
    assert "Maybe you come: 2 adults and 3 children." in page
    assert f'action="/events/{at}/answer"' not in page
    changed(Occurrence(id=at), starts_on=FIRST - dt.timedelta(days=1))
    assert "Moved since you answered: please look again." in client.get("/").text
    assert "Please look again." in client.get(f"/events/{at}").text


@pytest.mark.parametrize(
    ("filled", "words"),
    [
        ({"answer": "going", "chosen": "y"}, "Tick who comes."),
        ({"answer": "going", "chosen": "y", "more_adults": "21"}, "Enter a number from 0 to 20."),
        ({"answer": "perhaps"}, "Choose Going, Maybe or No."),
        ({"answer": "no", "chosen": "y", "guests": "x"}, "Choose from the list."),
    ],
)
def test_what_cannot_be_is_shown_again_with_what_to_do(
    app: Flask, families: Families, filled: dict[str, str], words: str
) -> None:
    at = families.event()
    answer = client_of(app, families.anita).post(f"/events/{at}/answer", data=filled)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.text
    assert said_of(at) == {}


def test_where_there_is_nothing_to_answer_one_is_led_to_the_event(app: Flask, families: Families) -> None:
    at = families.event(circle=Circle.HOME)
    page = client_of(app, families.anita).get(f"/events/{at}/answer", follow_redirects=True).text
    assert "Saturday together" in page
    assert "Who comes" not in page
    staff = client_of(app, families.liaison).get(f"/events/{families.event()}").text
    assert "Are you coming?" not in staff


def test_a_family_that_waits_reads_so_and_that_nobody_is_turned_away(app: Flask, families: Families) -> None:
    at = families.event(capacity=5)
    say(families.anita, at)
    client = client_of(app, families.grace)
    assert "All 5 places are taken. Who says Going now waits for places" in client.get(f"/events/{at}").text
    page = client.post(f"/events/{at}/answer", data={"answer": "going"}, follow_redirects=True).text
    assert "You wait for places: 1 adult and 1 child." in page
    assert "You move up when some come free" in page


def test_members_read_no_initials_of_others_and_hosts_do(app: Flask, families: Families) -> None:
    at = families.event()
    say(families.anita, at)
    member = client_of(app, families.grace)
    page = member.get(f"/events/{at}").text
    assert "Patel" in page
    assert not {"JB", "AK", "TW"} & set(page.replace("<", " ").replace(">", " ").split())
    assert member.get(f"/events/{at}/people").status_code == HTTPStatus.FORBIDDEN
    assert member.get(f"/events/{at}/people.csv").status_code == HTTPStatus.FORBIDDEN
    listed = client_of(app, families.moira).get(f"/events/{at}/people").text
    assert "AK, JB, TW" in listed
    assert "Answer for a family" not in listed


def test_staff_answer_for_a_family_that_phoned(app: Flask, families: Families) -> None:
    at = families.event()
    client = client_of(app, families.liaison)
    filled = {"home_id": str(families.okafor.id), "answer": "going"}
    page = client.post(f"/events/{at}/people", data=filled, follow_redirects=True).text
    assert "The answer is written down." in page
    assert said_of(at) == {"Okafor": ("going", 1, 1, False)}
    wrong = client.post(f"/events/{at}/people", data={"home_id": str(families.hill.id), "answer": "going"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_list_as_a_file_is_inert(app: Flask, families: Families) -> None:
    at = families.event()
    say(families.anita, at, Coming.GOING, families.jb)
    changed_diet = {"answer": "going", "chosen": "y", "guests": str(families.jb.id), "diet": "=1+1"}
    client_of(app, families.anita).post(f"/events/{at}/answer", data=changed_diet)
    assert rows(HomeDiet.words) == [("=1+1",)]
    file = client_of(app, families.moira).get(f"/events/{at}/people.csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="who-comes-2026-12-19.csv"'
    assert file.text.splitlines() == [
        "family,answer,has_place,adults,children,names,initials,needs",
        "Patel,going,yes,0,1,,JB,'=1+1",
    ]


def test_twenty_families_take_no_query_more(app: Flask, families: Families) -> None:
    at = families.event()
    say(families.anita, at)
    client = client_of(app, families.moira)

    def queries() -> list[int]:
        counts = []
        for path in (f"/events/{at}", f"/events/{at}/people", "/"):
            with count_queries(database().engine) as sent:
                assert client.get(path).status_code == HTTPStatus.OK
            counts.append(len(sent))
        return counts

    queries()
    before = queries()
    for number in range(20):
        home = create_home(families.service, f"Home {number}")
        join(home, families.ours)
        create_child(families.service, home, "XY")
        say(create_person(families.anita.role, home=home), at)
    assert queries() == before
    assert max(before) < 60
