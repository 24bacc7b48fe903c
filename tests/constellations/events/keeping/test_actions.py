"""Old answers, registers and diets go in the night; those of other services, and newer ones, stay."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from alembic import command
from flask import Flask
from sqlalchemy import text

from constellations import cli, schema
from constellations.access import Viewer
from constellations.core.database import database, session
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.models import EventAnswer, EventGuest, HomeDiet
from constellations.events.answers.rules import Coming
from constellations.events.attendance.actions import Register, keep_register
from constellations.events.attendance.models import Attendance, Attended, EventRegister
from constellations.events.attendance.rules import FamilyCame
from constellations.events.keeping.cli import events
from constellations.events.keeping.kept import KEPT
from constellations.jobs.models import JobRun
from constellations.keeping.actions import remove_kinds
from tests.constellations.events.families import Families, say, sees
from tests.factories import create_service
from tests.registers import rows

MODELS = (EventAnswer.home_id, EventGuest.id, EventRegister.occurrence_id, Attendance.id, Attended.id, HomeDiet.home_id)
WORDS = "Removed for good: What families said to events: 2; Who came to events: 1; What families eat: 1."


@pytest.fixture
def families(app: Flask, clock: time_machine.Traveller) -> Families:
    """The Patels, who eat no nuts, came to a gathering of 19 December; the Okafors had said maybe."""
    families = Families()
    at = families.event()
    answer_event(sees(families.anita), at, Reply(Coming.GOING, [families.anita.id, families.jb.id], diet="No nuts."))
    say(families.grace, at, Coming.MAYBE)
    clock.move_to("2026-12-19T15:00Z")
    patel = FamilyCame(families.patel.id, frozenset({families.anita.id, families.jb.id}), 0, 0)
    keep_register(sees(families.moira), at, Register((patel,), 0, None))
    return families


def stored() -> list[int]:
    """How many rows there are of answers, guests, registers, families that came, people who came, and diets."""
    return [len(rows(column)) for column in MODELS]


def remove(service_id: uuid.UUID) -> str:
    """What the nightly job says."""
    today = Viewer.system().today
    return remove_kinds(Viewer.system(), KEPT, service_id, today, today).words


ALL, NOTHING = [2, 4, 1, 1, 2, 1], [0] * 6


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-12-20", ALL),
        # What is eaten was said on 22 November.
        ("2027-11-22", ALL),
        ("2027-11-23", [*ALL[:5], 0]),
        ("2029-12-19", [*ALL[:5], 0]),
        ("2029-12-20", NOTHING),
    ],
)
def test_each_goes_on_its_day(families: Families, clock: time_machine.Traveller, day: str, expected: list[int]) -> None:
    clock.move_to(f"{day}T04:20Z")
    remove(families.service.id)
    assert stored() == expected


def test_the_job_says_how_much_of_what_went_and_nothing_goes_twice(
    families: Families, clock: time_machine.Traveller
) -> None:
    clock.move_to("2030-01-01T04:20Z")
    assert remove(create_service().id) == ""
    assert stored() == ALL
    assert remove(families.service.id) == WORDS
    assert remove(families.service.id) == ""


def test_what_is_said_again_is_kept_for_as_long_again(families: Families, clock: time_machine.Traveller) -> None:
    later = families.event(first=dt.date(2027, 12, 18))
    clock.move_to("2027-11-01T12:00Z")
    answer_event(sees(families.anita), later, Reply(Coming.GOING, None, diet="No nuts."))
    clock.move_to("2028-10-31T04:20Z")
    remove(families.service.id)
    assert rows(HomeDiet.words) == [("No nuts.",)]


@pytest.fixture
def versioned(app: Flask) -> Iterator[None]:
    """A database that says which version it is of."""
    session().rollback()
    command.stamp(schema.configuration(database()), "head")
    yield
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


@pytest.mark.usefixtures("versioned")
def test_the_command_counts_first_and_then_removes_with_a_row_in_the_ledger(
    app: Flask, families: Families, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    def purge(*words: str) -> tuple[object, str]:
        session().rollback()
        with pytest.raises(SystemExit) as end:
            cli.run(lambda: app, [events], ["events", "purge", *words])
        return end.value.code, capsys.readouterr().out

    assert purge("--dry-run")[1].count("  0 would go\n") == len(KEPT)
    clock.move_to("2030-01-01T12:00Z")
    counted = purge("--dry-run")[1].splitlines()
    key = families.service.key
    assert counted == [
        f"{key}  event_answers    36 months             2 would go",
        f"{key}  event_registers  36 months             1 would go",
        f"{key}  diets            12 months             1 would go",
    ]
    assert stored() == ALL
    assert purge() == (0, f"done: {WORDS}\n")
    assert (stored(), rows(JobRun.words)) == (NOTHING, [(WORDS,)])
