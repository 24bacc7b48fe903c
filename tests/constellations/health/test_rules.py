"""An installation is as well as its worst part, and people hear of the part that matters most."""

import datetime as dt

import pytest

from constellations.health.rules import (
    Health,
    Part,
    health_if,
    is_late,
    is_nearly_full,
    is_night_missed,
    report,
    told,
    worst,
)

OK, DEGRADED, DOWN = Health.OK, Health.DEGRADED, Health.DOWN
NOW = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)
GIGABYTE = 1_000_000_000


def ago(**time: int) -> dt.datetime:
    """A moment before now."""
    return NOW - dt.timedelta(**time)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], OK),
        ([OK, OK], OK),
        ([OK, DEGRADED], DEGRADED),
        ([DOWN, DEGRADED, OK], DOWN),
        ([DEGRADED, DOWN], DOWN),
    ],
)
def test_the_whole_is_as_well_as_its_worst_part(parts: list[Health], whole: Health) -> None:
    assert worst(parts) is whole


def test_a_watchman_hears_of_the_whole_and_of_each_part() -> None:
    assert report({Part.DATABASE: OK, Part.REDIS: DEGRADED}) == {
        "status": "degraded",
        "parts": {"database": "ok", "redis": "degraded"},
    }


def test_a_part_is_well_or_as_ill_as_it_is_said() -> None:
    assert (health_if(True), health_if(False), health_if(False, DOWN)) == (OK, DEGRADED, DOWN)


@pytest.mark.parametrize(
    ("tried", "sent", "late"),
    [
        (None, None, False),
        (ago(minutes=15), None, False),
        (ago(minutes=16), None, True),
        (ago(hours=5), ago(minutes=14), False),
        (ago(hours=5), ago(minutes=16), True),
    ],
)
def test_mail_is_late_when_none_gets_through_not_when_one_address_is_at_fault(
    tried: dt.datetime | None, sent: dt.datetime | None, late: bool
) -> None:
    assert is_late(tried, sent, NOW) is late


@pytest.mark.parametrize(
    ("good", "missed"),
    [([], False), ([ago(hours=30)], False), ([ago(hours=31)], True), ([ago(hours=1), ago(days=3)], True)],
)
def test_a_night_is_missed_when_a_job_that_ran_before_has_not_run_for_longer(
    good: list[dt.datetime], missed: bool
) -> None:
    assert is_night_missed(good, NOW) is missed


@pytest.mark.parametrize(
    ("free", "whole", "full"),
    [
        (GIGABYTE, 100 * GIGABYTE, False),
        (GIGABYTE // 2 - 1, 100 * GIGABYTE, True),
        (GIGABYTE // 4, 2 * GIGABYTE, False),
        (GIGABYTE // 20 - 1, GIGABYTE // 2, True),
        (0, 0, True),
    ],
)
def test_a_disk_is_nearly_full_with_little_room_of_its_own_size(free: int, whole: int, full: bool) -> None:
    assert is_nearly_full(free, whole) is full


@pytest.mark.parametrize(
    ("part", "begins"),
    [
        (Part.DATABASE, "Roost shows what it knows"),
        (Part.TABLES, "Roost shows what it knows"),
        (Part.WRITING, "Roost shows what it knows"),
        (Part.JOBS, "Alerts and emergencies may be late"),
        (Part.MAIL, "Mails from Roost are late"),
        (Part.REDIS, "Messages may take up to a minute"),
        (Part.DISK, "Photos and files may not be taken"),
        (Part.NIGHTLY, "Some numbers are of yesterday"),
    ],
)
def test_each_part_that_is_not_well_has_a_sentence_with_what_to_do(part: Part, begins: str) -> None:
    how = DOWN if part is Part.TABLES else DEGRADED
    assert told({part: how}).startswith(begins)
    assert told({**dict.fromkeys(Part, OK), part: how}) == told({part: how})


def test_of_several_people_hear_of_the_one_that_matters_most_and_of_none_while_all_is_well() -> None:
    assert told({Part.REDIS: DEGRADED, Part.JOBS: DEGRADED}).startswith("Alerts and emergencies")
    assert told(dict.fromkeys(Part, OK)) == told({}) == ""


def test_nobody_hears_that_a_newer_roost_comes_while_this_one_serves() -> None:
    assert told({Part.TABLES: DEGRADED}) == ""
    assert told({Part.TABLES: DEGRADED, Part.REDIS: DEGRADED}).startswith("Messages may take")
