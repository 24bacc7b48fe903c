"""Planning an event on the screen."""

import pytest
from flask import Flask

from constellations.events.queries import OnTheCalendar, occurrences_in
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.events.planners import World
from tests.factories import changed

TYPED = {
    "title": "Bonfire",
    "kind": "gathering",
    "first": "2026-11-28",
    "starts_at": "14:00",
    "ends_at": "17:00",
    "circle": "constellations",
    "repeats": "never",
    "photos": "none",
    "host": "",
    "home": "",
}


@pytest.fixture
def world(app: Flask) -> World:
    """Two constellations of a service."""
    return World()


def planned(world: World, name: str = "manager") -> list[OnTheCalendar]:
    """What stands in somebody's calendar in the weeks to come."""
    viewer = viewer_for(world.people[name])
    return occurrences_in(viewer, viewer.today, viewer.today.replace(year=2027))


def test_a_gathering_on_saturday_at_the_hub_needs_no_word(app: Flask, world: World) -> None:
    client = client_of(app, world.people["hub"])
    form = client.get("/events/new").text
    chosen = ('value="2026-11-28"', 'value="14:00"', 'value="17:00"', 'value="gathering" selected', "Plan it")
    assert [one in form for one in chosen] == [True] * 5
    typed = TYPED | {"title": "", "constellations": str(world.ours.id), "host": str(world.hub_home.id)}
    page = client.post("/events/new", data=typed, follow_redirects=True).text
    for words in ("It is in the calendar.", "Gathering", "Sat 28 Nov, 14:00 to 17:00", world.hub_home.name):
        assert words in page
    assert [one.title for one in planned(world, "carer")] == ["Gathering"]


def test_a_satellite_plans_for_its_own_family_and_is_offered_nothing_else(app: Flask, world: World) -> None:
    client = client_of(app, world.people["carer"])
    form = client.get("/events/new").text
    assert ['value="family_time" selected' in form, "Which constellations?" in form] == [True, False]
    refused = client.post("/events/new", data=TYPED | {"constellations": str(world.ours.id)})
    assert refused.status_code == 422
    typed = TYPED | {"circle": "home", "home": str(world.home.id), "kind": "family_time"}
    assert "for one family only" in client.post("/events/new", data=typed, follow_redirects=True).text
    assert [planned(world, "hub"), len(planned(world, "liaison"))] == [[], 1]


def test_staff_choose_several_constellations_a_family_or_the_service(app: Flask, world: World) -> None:
    client = client_of(app, world.people["manager"])
    both = [str(world.ours.id), str(world.theirs.id)]
    page = client.post("/events/new", data=TYPED | {"constellations": both}, follow_redirects=True).text
    assert f"{world.ours.name} and {world.theirs.name}" in page
    page = client.post("/events/new", data=TYPED | {"circle": "service"}, follow_redirects=True).text
    assert "for the whole service" in page
    typed = TYPED | {"circle": "home", "home": str(world.far.id)}
    assert world.far.name in client.post("/events/new", data=typed, follow_redirects=True).text
    assert len(planned(world)) == 3


def test_the_way_from_elsewhere_brings_its_day_and_constellation(app: Flask, world: World) -> None:
    path = f"/events/new?day=2026-12-24&constellation={world.ours.id}"
    form = client_of(app, world.people["manager"]).get(path).text
    assert 'value="2026-12-24"' in form
    assert f'value="{world.ours.id}" checked' in form
    assert f'value="{world.hub_home.id}" selected' in form


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "x" * 201, "Say it in fewer words: at most 200 letters."),
        ("first", "soon", "Enter a day, such as 27/11/2026."),
        ("first", "2036-11-28", "That day is too far away."),
        ("starts_at", "noon", "Enter a time of day, such as 01:40."),
        ("ends_at", "13:00", "It would end before it begins."),
        ("ends_at", "", "Say when it begins and when it ends."),
        ("capacity", "0", "Enter a number from 1 to 500, or nothing."),
        ("cost", "lots", "Enter an amount in pounds, such as 40 or 42.50."),
        ("photos", "welcome", "Not a valid choice."),
        ("repeats", "weekly", "Say when it ends: on a day, or after how many times."),
        ("constellations", "", "Choose for which constellation it is."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    app: Flask, world: World, field: str, typed: str, said: str
) -> None:
    filled = TYPED | {"constellations": str(world.ours.id), field: typed}
    answer = client_of(app, world.people["hub"]).post(
        "/events/new", data={name: value for name, value in filled.items() if value or name != "constellations"}
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert planned(world) == []


def test_photos_are_offered_where_the_service_allows_them(app: Flask, world: World) -> None:
    client = client_of(app, world.people["hub"])
    assert "photos are welcome" not in client.get("/events/new").text
    changed(world.service, photos_allowed=True)
    assert "photos are welcome" in client.get("/events/new").text
    typed = TYPED | {"constellations": str(world.ours.id), "photos": "welcome"}
    place = client.post("/events/new", data=typed).headers["Location"]
    assert "photos are welcome" in client.get(place).text
    changed(world.service, photos_allowed=False)
    assert "no photos, please" in client.get(place).text


def test_the_next_events_stand_on_the_home_page(app: Flask, world: World) -> None:
    client, worker = client_of(app, world.people["carer"]), client_of(app, world.people["liaison"])
    assert "Nothing is in the calendar for the next month." in client.get("/").text
    assert "Nothing is in the calendar yet." in worker.get("/").text
    for day in ("2026-11-21", "2026-11-28", "2027-02-28"):
        typed = TYPED | {"constellations": str(world.ours.id), "first": day, "title": f"Walk on {day}"}
        client_of(app, world.people["hub"]).post("/events/new", data=typed)
    for page in (client.get("/").text, worker.get("/").text):
        assert [f"Walk on {day}" in page for day in ("2026-11-21", "2026-11-28", "2027-02-28")] == [False, True, False]
