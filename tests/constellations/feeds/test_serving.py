"""What a calendar is answered: its person's own things in their own words, again only when something changed."""

import datetime as dt
import gzip

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from constellations.access import covering
from constellations.core.database import database, session
from constellations.core.http import HEADERS
from constellations.core.settings import EXTENSION, current_settings
from constellations.feeds.declaration import init_feeds, sources
from constellations.feeds.keeping.actions import put_right
from constellations.feeds.models import FeedAddress
from constellations.feeds.rules import Content, Detail
from constellations.homes.actions import HomeNames, rename_home
from constellations.models import Home, Membership
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.rules import StayState
from sleepovers.stays.course.actions import call_off_stay
from tests.constellations.feeds.standing import EVERYTHING, address_of, entries_not_right, events_of, fetched, titles
from tests.factories import changed, create_constellation, create_event, create_stay
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import Households, make_households, sees

FRIDAY, SUNDAY = "2026-11-27", "2026-11-29"


@pytest.fixture
def homes(app: Flask) -> Households:
    """JB, of the Patels, stays with Moira's hub; the constellation meets; another constellation meets too."""
    homes = make_households()
    homes.stay(FRIDAY, SUNDAY)
    create_event(homes.constellation)
    create_event(create_constellation(homes.service), title="Next door")
    put_right(EVERYTHING, homes.service.id)
    return homes


STAY, TASK = "Sleepover: JB (Patel) at Moira", "Say how the nights went: JB (Patel)"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("moira", ["Saturday together", TASK, STAY]),
        ("anita", ["Saturday together", STAY]),
        ("okafors", ["Saturday together"]),
        ("liaison", ["Saturday together", STAY]),
        ("manager", ["Next door", "Saturday together", STAY]),
        ("finance", ["Next door", "Saturday together"]),
    ],
)
def test_everybody_has_what_they_see_in_roost_and_nothing_else(
    app: Flask, homes: Households, who: str, expected: list[str]
) -> None:
    assert titles(fetched(app, address_of(getattr(homes, who)))) == expected


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (Detail.BUSY, ["Busy", "Busy", "Something to do in Roost"]),
        (Detail.KIND, ["Gathering", "Say how the nights went", "Sleepover"]),
        (Detail.INITIALS, ["Gathering", TASK, STAY]),
        (Detail.FULL, ["Saturday together", TASK, STAY]),
    ],
)
def test_a_feed_says_as_much_as_was_chosen(app: Flask, homes: Households, detail: Detail, expected: list[str]) -> None:
    answer = fetched(app, address_of(homes.moira, detail))
    assert titles(answer) == expected
    assert ("JB" in answer.text) == (detail in (Detail.INITIALS, Detail.FULL))


@pytest.mark.parametrize(
    ("content", "expected"),
    [(Content.EVENTS, "Saturday together"), (Content.STAYS, STAY), (Content.NIGHTS, STAY), (Content.TASKS, TASK)],
)
def test_a_feed_holds_what_was_chosen(app: Flask, homes: Households, content: Content, expected: str) -> None:
    assert titles(fetched(app, address_of(homes.moira, Detail.FULL, content))) == [expected]


def test_a_hub_reads_the_nights_of_its_constellation_and_the_homes_only_their_own(
    app: Flask, homes: Households
) -> None:
    create_stay(homes.jb, homes.okafor, "2026-12-04", "2026-12-05", StayState.AGREED)
    put_right(EVERYTHING, homes.service.id)
    between = "Sleepover: JB (Patel) at Okafor"
    assert titles(fetched(app, address_of(homes.moira, Detail.FULL, Content.NIGHTS))) == [STAY, between]
    assert titles(fetched(app, address_of(homes.moira, Detail.FULL, Content.STAYS))) == [STAY]
    assert titles(fetched(app, address_of(homes.okafors, Detail.FULL, Content.STAYS))) == [between]


def test_what_is_not_offered_to_them_any_more_is_not_in_a_feed_whatever_was_chosen(
    app: Flask, homes: Households
) -> None:
    of_liaison, of_hub = (address_of(one, Detail.INITIALS) for one in (homes.liaison, homes.moira))
    assert STAY in titles(fetched(app, of_liaison))
    changed(homes.liaison, role=Role.FINANCE)
    assert titles(fetched(app, of_liaison)) == ["Gathering", "Gathering"]
    changed(membership_of(homes.hub), role=HomeRole.SATELLITE)
    homes.stay("2026-12-04", "2026-12-05", homes.ak, homes.patel)
    put_right(EVERYTHING, homes.service.id)
    assert titles(fetched(app, of_hub)) == ["Gathering", TASK, STAY], "their own stays, and no more of others"


def test_what_is_outside_the_window_is_left_out(app: Flask, homes: Households, clock: time_machine.Traveller) -> None:
    create_event(homes.constellation, "2027-11-22", "In a year")
    create_event(homes.constellation, "2027-11-23", "Too far")
    create_event(homes.constellation, "2026-09-22", "Too long ago")
    create_event(homes.constellation, "2026-09-23", "Sixty days ago")
    put_right(EVERYTHING, homes.service.id)
    path = address_of(homes.okafors)
    assert titles(fetched(app, path)) == ["In a year", "Saturday together", "Sixty days ago"]
    clock.shift(dt.timedelta(days=1))
    assert titles(fetched(app, path)) == ["In a year", "Saturday together", "Too far"]


def test_the_answer_says_what_it_is_and_is_kept_by_who_asked_alone(app: Flask, homes: Households) -> None:
    answer = fetched(app, address_of(homes.moira))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["ETag"].startswith('"')
    assert answer.headers["Last-Modified"] == "Sun, 22 Nov 2026 09:00:00 GMT"
    assert "Set-Cookie" not in answer.headers
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_who_has_it_is_told_so_until_something_changes(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    path = address_of(homes.anita)
    first = fetched(app, path)
    again = fetched(app, path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert fetched(app, path, If_Modified_Since=first.headers["Last-Modified"]).status_code == 304
    stay = homes.stay("2026-12-11", "2026-12-12")
    put_right(EVERYTHING, homes.service.id)
    then = fetched(app, path, If_None_Match=first.headers["ETag"])
    assert len(titles(then)) == 3
    assert then.headers["ETag"] != first.headers["ETag"]
    # In the same second, but a version of its own.
    assert fetched(app, path, If_Modified_Since=first.headers["Last-Modified"]).status_code == 200
    call_off_stay(sees(homes.anita), stay.id, 1, "Ill.")
    last = fetched(app, path, If_None_Match=then.headers["ETag"])
    assert events_of(last)[str(stay.id)] == (1, "Called off: Sleepover: JB (Patel) at Moira", "CANCELLED")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If_None_Match": '"other", {tag}'}, 304),
        ({"If_None_Match": "W/{tag}"}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"other"'}, 200),
        ({"If_None_Match": '"other"', "If_Modified_Since": "Sun, 22 Nov 2026 09:00:00 GMT"}, 200),
        ({"If_Modified_Since": "Sun, 22 Nov 2026 08:59:59 GMT"}, 200),
        ({"If_Modified_Since": "yesterday"}, 200),
        ({"If_Modified_Since": "Sun, 22 Nov 2026 10:00:00 GMT"}, 304),
    ],
)
def test_questions_are_answered_as_the_standard_says(
    app: Flask, homes: Households, headers: dict[str, str], status: int
) -> None:
    path = address_of(homes.anita)
    tag = fetched(app, path).headers["ETag"]
    asked = {name: value.replace("{tag}", tag) for name, value in headers.items()}
    assert fetched(app, path, **asked).status_code == status


def test_it_comes_packed_to_who_takes_it_packed(app: Flask, homes: Households) -> None:
    path = address_of(homes.anita)
    plain, packed = fetched(app, path), fetched(app, path, Accept_Encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"], "a strong tag is of these very bytes"
    again = fetched(app, path, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])
    assert (again.status_code, again.headers["ETag"]) == (304, packed.headers["ETag"])
    assert "Content-Encoding" not in fetched(app, path, Accept_Encoding="gzip;q=0").headers


def test_links_lead_to_where_roost_is_today(app: Flask, homes: Households, monkeypatch: pytest.MonkeyPatch) -> None:
    path = address_of(homes.anita)
    before = fetched(app, path)
    moved = current_settings().model_copy(update={"public_url": "https://moved.example"})
    monkeypatch.setitem(app.extensions, EXTENSION, moved)
    after = fetched(app, path, If_None_Match=before.headers["ETag"])
    links = {str(one["url"]).rpartition("/")[0] for one in Calendar.from_ical(after.data).walk("VEVENT")}
    assert links == {"https://moved.example/events", "https://moved.example/stays"}
    assert events_of(after) == events_of(before), "nothing changed but where it is read"


def test_head_is_the_same_without_the_body(app: Flask, homes: Households) -> None:
    path = address_of(homes.anita)
    whole = fetched(app, path)
    client = app.test_client()
    head = client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Last-Modified"):
        assert head.headers[name] == whole.headers[name]


def test_what_did_not_change_is_answered_without_reading_an_entry(app: Flask, homes: Households) -> None:
    path = address_of(homes.moira)
    tag = fetched(app, path).headers["ETag"]
    for headers, status in (({"If_None_Match": tag}, 304), ({}, 200)):
        with count_queries(database().engine) as statements:
            assert fetched(app, path, **headers).status_code == status
        assert not [one for one in statements if "feed_entry" in one]
        assert len([one for one in statements if one.startswith("SELECT")]) <= 4


def test_a_home_that_joins_the_hub_changes_the_hubs_feed_though_no_entry_changes(app: Flask, homes: Households) -> None:
    path = address_of(homes.moira, Detail.FULL, Content.NIGHTS)
    tag = fetched(app, path).headers["ETag"]
    membership = membership_of(homes.okafor)
    changed(membership, starts_on=dt.date(2026, 11, 22))
    assert fetched(app, path, If_None_Match=tag).status_code == 200


def test_a_name_that_is_put_right_is_right_in_feeds(app: Flask, homes: Households) -> None:
    from_homes = HomeNames(homes.hub.key, "Hale", None, None)
    rename_home(sees(homes.liaison), homes.hub.id, from_homes, homes.hub.version)
    assert "Sleepover: JB (Patel) at Hale" in titles(fetched(app, address_of(homes.anita)))
    assert entries_not_right() == []


def test_who_fetches_it_is_noted_now_and_then(app: Flask, homes: Households, clock: time_machine.Traveller) -> None:
    path = address_of(homes.anita)
    noted = FeedAddress.last_fetched_at, FeedAddress.fetched_by
    fetched(app, path, User_Agent="iOS/18.1 dataaccessd/1.0")
    first = rows(*noted)
    assert first == [(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), "Apple Calendar")]
    clock.shift(dt.timedelta(minutes=5))
    fetched(app, path, User_Agent="Google-Calendar-Importer")
    assert rows(*noted) == first
    clock.shift(dt.timedelta(minutes=10))
    fetched(app, path, User_Agent="Google-Calendar-Importer")
    assert rows(*noted) == [(dt.datetime(2026, 11, 22, 9, 15, tzinfo=dt.UTC), "Google Calendar")]


def test_a_feed_that_goes_on_from_what_it_was_is_the_same_bytes_as_one_made_anew(app: Flask, homes: Households) -> None:
    path = address_of(homes.moira)
    fetched(app, path)
    stays = [homes.stay(f"2026-12-{n:02d}", f"2026-12-{n + 1:02d}") for n in range(1, 5)]
    put_right(EVERYTHING, homes.service.id)
    for stay in stays[:2]:
        call_off_stay(sees(homes.anita), stay.id, 1, "Ill.")
    with count_queries(database().engine) as statements:
        went_on = fetched(app, path).data
    assert [one for one in statements if "feed_change" in one]
    init_feeds(app, sources())
    anew = fetched(app, path)
    assert anew.data == went_on
    assert len(titles(anew)) == 9, "a task goes with a stay that is called off"


def test_where_very_much_changed_a_feed_is_read_whole(
    app: Flask, homes: Households, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = address_of(homes.moira)
    fetched(app, path)
    monkeypatch.setattr("constellations.feeds.serving.joining.queries.MOST_CHANGED", 1)
    for n in range(1, 4):
        homes.stay(f"2026-12-{n:02d}", f"2026-12-{n + 1:02d}")
    put_right(EVERYTHING, homes.service.id)
    assert len(titles(fetched(app, path))) == 9


def membership_of(home: Home) -> Membership:
    """The membership of a home."""
    session().rollback()
    mine = select(Membership).where(Membership.home_id == home.id)
    return session().scalars(covering(EVERYTHING, mine)).one()
