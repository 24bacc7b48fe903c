"""The links of the audit trail: whatever a link says, and what came before it, is in its hash."""

import datetime as dt
import hashlib
import uuid
from dataclasses import replace

import pytest

from constellations.activity.rules import Change, link_hash, link_words

AT = dt.datetime(2026, 11, 22, 9, 30, 0, 120, tzinfo=dt.UTC)
WHO, WHAT = uuid.UUID(int=1), uuid.UUID(int=2)
CHANGE = Change("confirmed", "stay", WHAT, ("state", "bed"))


def test_a_link_says_when_who_what_and_which_fields_and_no_value_of_any() -> None:
    assert link_words(AT, WHO, CHANGE).split("\n") == [
        "2026-11-22T09:30:00.000120+00:00",
        str(WHO),
        "confirmed",
        "stay",
        str(WHAT),
        "state;bed",
    ]


def test_the_same_moment_elsewhere_is_the_same_moment() -> None:
    summer = dt.datetime(2026, 7, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert link_words(summer, WHO, CHANGE) == link_words(summer.astimezone(dt.UTC), WHO, CHANGE)


def test_nobody_and_nothing_leave_their_place_empty() -> None:
    assert link_words(AT, None, Change("loaded", "register", None)).split("\n")[1:] == [
        "",
        "loaded",
        "register",
        "",
        "",
    ]


def test_a_hash_is_over_the_link_before_the_number_and_the_words() -> None:
    said = f"before\n7\n{link_words(AT, WHO, CHANGE)}".encode()
    assert link_hash("before", 7, AT, WHO, CHANGE) == hashlib.sha256(said).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        link_hash("another", 7, AT, WHO, CHANGE),
        link_hash("before", 8, AT, WHO, CHANGE),
        link_hash("before", 7, AT + dt.timedelta(microseconds=1), WHO, CHANGE),
        link_hash("before", 7, AT, None, CHANGE),
        link_hash("before", 7, AT, WHO, replace(CHANGE, action="cancelled")),
        link_hash("before", 7, AT, WHO, replace(CHANGE, subject="night")),
        link_hash("before", 7, AT, WHO, replace(CHANGE, subject_id=WHO)),
        link_hash("before", 7, AT, WHO, replace(CHANGE, fields=("state",))),
    ],
)
def test_whatever_is_changed_changes_the_hash(other: str) -> None:
    assert other != link_hash("before", 7, AT, WHO, CHANGE)
