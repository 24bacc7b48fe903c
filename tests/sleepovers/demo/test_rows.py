"""The demo service is a register that obeys its own rules, and an October worth looking at."""

import datetime as dt
from collections import Counter

import pytest

from constellations.rules import ChildStatus
from sleepovers.demo.families import GROUPS, family_rows, sibling_keys
from sleepovers.demo.stays import stay_rows
from sleepovers.rules import Moment, nights_of

DAYS = [dt.date(2026, 11, 22), dt.date(2026, 12, 1), dt.date(2027, 3, 31)]
ROWS = family_rows()
STATUS = {row["child"]: ChildStatus(row["status"]) for row in ROWS["children"]}
HOLDING = {"happened", "agreed"}


def _nights(today: dt.date) -> list[tuple[str, str, dt.date, str]]:
    """Host, child, night and state of every night that takes a bed."""
    return [
        (row["host"], row["child"], night, row["state"])
        for row in stay_rows(today)
        if row["state"] in HOLDING
        for night in nights_of(Moment.parse(row["arrive"]), Moment.parse(row["depart"]))
    ]


def _counted_in_october(host: str) -> int:
    october = [one for one in _nights(DAYS[0]) if one[0] == host and one[2].month == 10 and one[3] == "happened"]
    return sum(STATUS[child] is not ChildStatus.SPECIAL_GUARDIANSHIP for _, child, _, _ in october)


@pytest.mark.parametrize(("host", "nights"), [("Kelly", 19), ("Brennan", 16), ("Osei", 11), ("Lindqvist", 7)])
def test_october_has_one_hub_beyond_sixteen_one_at_it_and_two_that_share_a_month(host: str, nights: int) -> None:
    assert _counted_in_october(host) == nights


@pytest.mark.parametrize("today", DAYS)
def test_no_child_sleeps_in_two_places_and_no_bed_holds_two(today: dt.date) -> None:
    beds = {row["home"]: int(row["beds"]) for row in ROWS["homes"]}
    nights = _nights(today)
    assert max(Counter((child, night) for _, child, night, _ in nights).values()) == 1
    assert all(taken <= beds[host] for (host, _), taken in Counter((one[0], one[2]) for one in nights).items())


@pytest.mark.parametrize("today", DAYS)
def test_every_key_is_used_once_and_every_reference_leads_somewhere(today: dt.date) -> None:
    stays = stay_rows(today)
    homes = {row["home"] for row in ROWS["homes"]}
    assert len({row["stay"] for row in stays}) == len(stays)
    assert {row["host"] for row in stays} <= homes
    assert {row["child"] for row in stays} <= set(STATUS)
    assert {row["home"] for row in ROWS["memberships"]} == homes


@pytest.mark.parametrize("today", DAYS)
def test_the_present_has_nights_to_be_told_nights_to_come_and_asks_that_wait(today: dt.date) -> None:
    nights = _nights(today)
    assert any(state == "agreed" and today <= night for _, _, night, state in nights)
    assert sum(row["state"] == "asked" for row in stay_rows(today)) == 3


def test_on_a_sunday_morning_the_weekend_waits_to_be_told() -> None:
    waiting = {host for host, _, night, state in _nights(DAYS[0]) if state == "agreed" and night < DAYS[0]}
    assert {"Kelly", "Brennan", "Lindqvist"} <= waiting


@pytest.mark.parametrize("today", DAYS)
def test_nothing_is_told_as_happened_before_it_is_over(today: dt.date) -> None:
    told = [row for row in stay_rows(today) if row["state"] == "happened"]
    assert told
    assert all(Moment.parse(row["depart"]).on < today for row in told)


def test_the_constellations_have_the_sizes_of_the_model() -> None:
    satellites = {group.name: sum(one.role == "satellite" for one in group.families) for group in GROUPS}
    assert satellites == {"Northern Lights": 8, "Plough": 7, "Cassiopeia": 10, "Riverbank": 16}


def test_siblings_live_in_one_home_and_share_a_letter() -> None:
    groups = sibling_keys()
    lives_with = {row["child"]: row["home"] for row in ROWS["placements"]}
    assert ("Patel-JB", "Patel-MB") in groups
    assert ("Fielding-LT", "Fielding-OT", "Fielding-NT") in groups
    assert not any("Marsh-JB" in group or "Farrow-QJ" in group for group in groups)
    assert all(len({lives_with[key] for key in group}) == 1 for group in groups)
