"""Whatever is done to a stay, its entries say so at once; and nothing of a child stands where it should not."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask

from constellations.children.actions import move_child
from constellations.feeds.keeping.actions import settle_debt
from constellations.feeds.models import FeedEntry
from constellations.feeds.rules import Detail
from constellations.service.actions import Chosen, set_service
from sleepovers.models import Stay
from sleepovers.nights.actions import confirm_nights, mark_absent, take_back_confirmation
from sleepovers.rules import Moment, StayState
from sleepovers.stays.actions import WhatHappened, correct_stay, say_nobody_came
from sleepovers.stays.course.actions import call_off_stay, say_arrived
from sleepovers.stays.feeds import StayInFeeds, derived_stays
from sleepovers.stays.moving.actions import MoveWish, ask_to_move
from sleepovers.stays.recording.actions import Recorded, record_stay
from tests.constellations.feeds.standing import (
    EVERYTHING,
    address_of,
    entries_not_right,
    events_of,
    fetched,
    sequence_of,
    titles,
)
from tests.factories import create_stay
from tests.registers import rows
from tests.sleepovers.asks.asking import agree, ask_for, make_trusted_households, stays_from
from tests.sleepovers.households import Households, sees, stored_stay

STAY = "Sleepover: JB (Patel) at Moira"


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


@pytest.fixture
def booked(homes: Households) -> Stay:
    """JB is to stay with the hub from Friday to Sunday, as it was asked and agreed."""
    ask_id = ask_for(homes)
    agree(ask_id, homes.hub, homes.moira)
    return stays_from(ask_id)[0]


def lines_of(stay_id: uuid.UUID, wording: str = "words", kind: str = "stay") -> dict[str, str]:
    """The lines of an entry of a stay by their names."""
    found = rows(FeedEntry.subject_id, FeedEntry.kind, FeedEntry.wording, FeedEntry.text)
    text = next(text.decode() for *key, text in found if key == [stay_id, kind, wording])
    return dict(line.split(":", 1) for line in text.replace("\r\n ", "").splitlines())


def version(stay: Stay) -> int:
    """Its version now."""
    return stored_stay(stay).version


def test_an_agreed_stay_stands_in_feeds_as_whole_days(booked: Stay) -> None:
    found = lines_of(booked.id)
    assert found["DTSTART;VALUE=DATE"] == "20261127"
    assert found["DTEND;VALUE=DATE"] == "20261129", "the day of going home is not a night"
    assert found["SUMMARY"] == STAY
    assert "DESCRIPTION" not in found
    task = lines_of(booked.id, kind="task")
    assert (task["DTSTART;VALUE=DATE"], task["DTEND;VALUE=DATE"]) == ("20261129", "20261130")
    assert task["UID"] != found["UID"] == str(booked.id)


def test_no_child_and_no_home_is_in_the_wordings_that_say_less(booked: Stay, homes: Households) -> None:
    for wording, title in (("busy", "Busy"), ("kind", "Sleepover")):
        for kind in ("stay", "task"):
            text = " ".join(lines_of(booked.id, wording, kind).values())
            assert not [word for word in ("JB", "Patel", "Moira") if word in text]
        assert lines_of(booked.id, wording)["SUMMARY"] == title
    assert not any(name.startswith("URL") for name in lines_of(booked.id, "busy"))


Act = Callable[[Households, Stay], object]

ACTS: dict[str, tuple[Act, bool]] = {
    "called off": (lambda homes, stay: call_off_stay(sees(homes.anita), stay.id, version(stay), "Ill."), True),
    "moved": (
        lambda homes, stay: ask_to_move(
            sees(homes.liaison), MoveWish(stay.id, version(stay), to_home_id=homes.okafor.id)
        ),
        True,
    ),
    "arrived": (lambda homes, stay: say_arrived(sees(homes.moira), stay.id), False),
    "recorded": (
        lambda homes, _stay: record_stay(
            sees(homes.moira), Recorded(homes.hub.id, Moment.parse("2026-11-21"), Moment.parse("2026-11-22"))
        ),
        False,
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_done_to_a_stay_is_in_feeds_at_once(
    homes: Households, booked: Stay, clock: time_machine.Traveller, act: str
) -> None:
    does, is_change = ACTS[act]
    if act == "arrived":
        clock.move_to("2026-11-27T20:00Z")
    does(homes, booked)
    assert entries_not_right() == []
    assert sequence_of(booked.id) == int(is_change)


def test_a_stay_is_followed_from_its_nights_to_what_really_happened(
    homes: Households, booked: Stay, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-29T10:00Z")
    confirm_nights(sees(homes.moira), booked.id, version(booked))
    assert entries_not_right() == []
    assert sequence_of(booked.id) == 0, "that it happened as planned says nothing new"
    take_back_confirmation(sees(homes.moira), booked.id, version(booked))
    mark_absent(sees(homes.moira), booked.id, version(booked), dt.date(2026, 11, 28), "Hospital.")
    home_early = WhatHappened(Moment.parse("2026-11-27"), Moment.parse("2026-11-28"))
    correct_stay(sees(homes.moira), booked.id, version(booked), home_early)
    assert lines_of(booked.id)["DTEND;VALUE=DATE"] == "20261128"
    assert lines_of(booked.id)["SEQUENCE"] == "1"
    say_nobody_came(sees(homes.moira), booked.id, version(booked), "Nobody came.")
    assert lines_of(booked.id)["STATUS"] == "CANCELLED"
    assert entries_not_right() == []


def test_a_move_takes_it_out_of_one_feed_and_puts_it_into_another(app: Flask, homes: Households, booked: Stay) -> None:
    old, new = address_of(homes.moira), address_of(homes.okafors)
    tags = {path: fetched(app, path).headers["ETag"] for path in (old, new)}
    ACTS["moved"][0](homes, booked)
    at_okafor = "Sleepover: JB (Patel) at Okafor"
    asked = {path: fetched(app, path, If_None_Match=tag) for path, tag in tags.items()}
    assert titles(asked[new]) == ["Say how the nights went: JB (Patel)", at_okafor]
    assert titles(asked[old]) == [at_okafor], "the hub reads the nights of its constellation"
    assert events_of(asked[new])[str(booked.id)][0] == 1


def test_a_child_who_moves_house_is_in_the_feeds_of_the_new_home(app: Flask, homes: Households, booked: Stay) -> None:
    path = address_of(homes.okafors)
    tag = fetched(app, path).headers["ETag"]
    move_child(sees(homes.liaison), homes.jb.id, homes.okafor.id, dt.date(2026, 11, 22), homes.jb.version)
    assert titles(fetched(app, path, If_None_Match=tag)) == ["Sleepover: JB (Okafor) at Moira"]
    assert titles(fetched(app, address_of(homes.anita))) == []
    assert entries_not_right() == []


def test_the_services_own_word_comes_into_feeds_by_the_job(homes: Households, booked: Stay) -> None:
    chosen = Chosen(homes.service.name, "stayover", None)
    set_service(sees(homes.manager), chosen, homes.service.version)
    assert entries_not_right() != []
    assert settle_debt(EVERYTHING, homes.service.id) == 2
    assert lines_of(booked.id, "kind")["SUMMARY"] == "Stayover"


@pytest.mark.parametrize(
    ("arrive", "depart", "expected"),
    [
        ("2026-11-27", "2026-11-29", ("2026-11-27", "2026-11-29", True)),
        # A child who came at two in the morning sleeps the night that was running.
        ("2026-11-28T02:00", "2026-11-28", ("2026-11-27", "2026-11-28", True)),
        ("2026-12-31", "2027-01-02", ("2026-12-31", "2027-01-02", True)),
        ("2026-11-27T10:00", "2026-11-27T18:00", ("2026-11-27", "2026-11-28", False)),
    ],
)
def test_nights_are_days_by_their_dates_and_a_visit_is_one(
    arrive: str, depart: str, expected: tuple[str, str, bool]
) -> None:
    came, left = Moment.parse(arrive), Moment.parse(depart)
    stay = Stay(arrive_on=came.on, arrive_at=came.at, depart_on=left.on, depart_at=left.at)
    one = StayInFeeds(stay, "JB", "Moira", None, None, "sleepover")
    assert (*map(str, one.days), one.has_nights) == expected
    assert one.who == "JB"


def test_a_visit_without_a_night_asks_nobody_to_tell_of_nights(homes: Households) -> None:
    visit = create_stay(homes.jb, homes.hub, "2026-11-27T10:00", "2026-11-27T18:00", StayState.AGREED)
    found = derived_stays([visit.id])
    assert [one.kind.value for one in found] == ["stay"]
    assert {entry.instances[0].title for entry in found[0].wordings.values()} == {
        "Busy",
        "Visit",
        "Visit: JB (Patel) at Moira",
    }


@pytest.mark.parametrize("detail", [Detail.BUSY, Detail.KIND])
def test_the_usual_feeds_name_nobody(app: Flask, homes: Households, booked: Stay, detail: Detail) -> None:
    for person in (homes.moira, homes.anita, homes.liaison, homes.manager):
        text = fetched(app, address_of(person, detail)).text
        assert str(booked.id) in text
        assert not [word for word in ("JB", "Patel", "Okafor") if word in text]
