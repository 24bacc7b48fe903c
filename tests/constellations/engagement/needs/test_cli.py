"""`roost needs-you` as somebody types it, or a timetable does."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from flask import Flask

from constellations.engagement.needs.cli import needs_you
from constellations.models import Person
from tests import factories
from tests.command_line import Roost, of_this_version, typing
from tests.constellations.engagement.needs.quiet import Watched


@pytest.fixture
def watched(app: Flask) -> Iterator[Watched]:
    """Families of whom one is quiet, in a database that says which version it is of."""
    made = Watched()
    for home in (made.kelly, made.okafor):
        made.did("answered_event", home, dt.date(2026, 11, 21))
    made.did("answered_event", made.patel, dt.date(2026, 10, 1))
    with of_this_version():
        yield made


@pytest.fixture
def roost(app: Flask, capsys: pytest.CaptureFixture[str]) -> Roost:
    """Type `roost needs-you …`."""
    return typing(app, capsys, needs_you, "needs-you")


def test_the_list_is_printed_with_exactly_these_keys(watched: Watched, roost: Roost) -> None:
    for person in (watched.liaison, watched.manager):
        ran = roost(person.email, "--format", "json")
        assert (ran.status, ran.wrong) == (0, "")
        assert json.loads(ran.said) == [
            {
                "family": "Patel",
                "constellation": "Northern Lights",
                "state": "call them",
                "reasons": ["No sign of life for 52 days: last, answered on Thu 1 Oct"],
            }
        ]


def test_it_is_printed_for_people_too(watched: Watched, roost: Roost) -> None:
    assert roost(watched.liaison.email.upper()).said == (
        "Patel, Northern Lights: call them\n  No sign of life for 52 days: last, answered on Thu 1 Oct\n"
    )
    assert roost(watched.neighbour.email, "--format", "text").said == "Nobody needs you today.\n"
    assert roost(watched.neighbour.email, "--format", "json").said == "[]\n"
    assert "are not on that list" in " ".join(roost("--help").said.split())


def test_who_has_no_such_list_is_told_so_with_status_2(watched: Watched, roost: Roost) -> None:
    left = factories.create_person(watched.liaison.role, watched.service)
    factories.changed(left, left_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    nobody: list[tuple[str, str]] = [
        ("nobody@example.org", "Nobody here has the address nobody@example.org."),
        (left.email, f"Nobody here has the address {left.email}."),
        ("", "Nobody here has the address"),
        *((person.email, "who has no such list. Name a liaison worker") for person in _others(watched)),
    ]
    for email, said in nobody:
        ran = roost(email, "--format", "json")
        assert (ran.status, ran.said) == (2, "")
        assert said in ran.wrong
    assert roost(watched.liaison.email, "--format", "yaml").status == 2
    assert roost().status == 2


def _others(watched: Watched) -> tuple[Person, ...]:
    return watched.anita, watched.finance
