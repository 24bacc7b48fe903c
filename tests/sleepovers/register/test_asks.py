"""The register meets asks and stays that were made in Roost: it leaves them, follows them, or says why not."""

import uuid
from collections.abc import Callable

import pytest

from constellations.access import Viewer, find
from constellations.children.models import Child
from constellations.core.database import transaction
from constellations.models import Home, Service
from constellations.permissions import Role
from constellations.rules import StayAuthority
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.answering.actions import Asked, agree_to_ask, decline_ask
from sleepovers.asks.models import Answer, Ask
from sleepovers.asks.wanted import Wanted
from sleepovers.models import Stay, StayNight
from sleepovers.rules import AnswerState, AskState, Moment, StayState
from sleepovers.stays.recording.actions import Recorded, record_stay
from tests.factories import create_person
from tests.registers import Register, everything, expected, key_of, rows, told
from tests.sleepovers.asks.asking import the_ask
from tests.sleepovers.households import sees

CHRISTMAS = Moment.parse("2026-12-25"), Moment.parse("2026-12-27")


def staff(service: uuid.UUID) -> Viewer:
    """A manager of a service, who acts in the carers' place."""
    return sees(create_person(Role.MANAGER, find(Viewer.system(), Service, service)))


@pytest.fixture
def manager(register: Register) -> Viewer:
    """A manager of the service North, all of whose children may sleep elsewhere."""
    ids = [child_id for (child_id,) in rows(Child.id)]
    with transaction():
        for child_id in ids:
            find(Viewer.system(), Child, child_id).stay_authority = StayAuthority.DELEGATED
    return staff(key_of(Service, "North"))


def child(key: str) -> uuid.UUID:
    found: dict[str, uuid.UUID] = dict(rows(Child.key, Child.id))
    return found[key]


def ask_named(key: str) -> Ask:
    found: dict[str, uuid.UUID] = dict(rows(Ask.key, Ask.id))
    return the_ask(found[key])


def ask(viewer: Viewer, children: tuple[str, ...] = ("C1",), hosts: tuple[str, ...] = ("Hub",)) -> Ask:
    """An ask made in Roost, for Christmas."""
    wish = Wanted(tuple(map(child, children)), tuple(key_of(Home, host) for host in hosts), *CHRISTMAS)
    return the_ask(ask_for_sleepover(viewer, wish)[0])


def asked(of: Ask, host: str = "Hub") -> Asked:
    return Asked(of.id, key_of(Home, host), the_ask(of.id).version)


def answers(of: Ask) -> dict[str, AnswerState]:
    names: dict[object, str] = dict(rows(Home.id, Home.key))
    found = rows(Answer.ask_id, Answer.home_id, Answer.state)
    return {names[home]: state for ask_id, home, state in found if ask_id == of.id}


def test_what_was_made_in_roost_is_left_as_it_is_by_the_same_folder(register: Register, manager: Viewer) -> None:
    agree_to_ask(manager, asked(ask(manager)))
    agree_to_ask(manager, asked(ask(manager, ("C2", "C3"), ("Lone",)), "Lone"))
    record_stay(manager, Recorded(key_of(Home, "Lone"), Moment.parse("2026-11-20"), Moment.parse("2026-11-21")))
    before = everything()
    outcome = register.load()
    assert (outcome.problems, outcome.is_news) == ((), False)
    assert everything() == before


@pytest.mark.parametrize(
    ("act", "became"),
    [
        (agree_to_ask, "agreed"),
        (lambda viewer, which: decline_ask(viewer, which, "No bed."), "declined"),
    ],
    ids=["agreed", "declined"],
)
def test_an_ask_of_the_register_that_was_answered_in_roost_never_moves_backwards(
    register: Register, manager: Viewer, act: Callable[[Viewer, Asked], object], became: str
) -> None:
    act(manager, asked(ask_named("S4")))
    before = everything()
    outcome = register.load()
    assert told(outcome) == [("stays", 5, "state", "asked")]
    assert f"stay S4 is {became} and never moves backwards" in expected(outcome)
    assert everything() == before
    again = register.set("stays", 3, state=became).load()
    assert (again.problems, again.is_news) == ((), False), "a register that has heard of it says nothing new"
    assert everything() == before


def row_of(register: Register, of: Ask, **cells: str) -> Register:
    """A row that speaks of an ask made in Roost."""
    there = {"stay": of.key, "child": "C1", "arrive": "2026-12-25", "depart": "2026-12-27", "host": "Hub"}
    return register.add("stays", **there | {"state": "agreed"} | cells)


def test_a_row_may_agree_to_an_ask_that_was_made_in_roost(register: Register, manager: Viewer) -> None:
    of = ask(manager, hosts=("Hub", "Lone"))
    assert row_of(register, of).load().stored
    ((key, state, ask_id),) = [row for row in rows(Stay.key, Stay.state, Stay.ask_id) if row[0] == of.key]
    assert (state, ask_id, the_ask(of.id).state) == (StayState.AGREED, of.id, AskState.AGREED)
    assert answers(of) == {"Hub": AnswerState.AGREED, "Lone": AnswerState.NOT_NEEDED}
    assert [bed for night, bed in rows(StayNight.night, StayNight.bed) if str(night) >= "2026-12-25"] == [1, 1]
    assert not register.load().is_news


def test_what_a_home_said_in_roost_is_kept_when_a_row_names_another(register: Register, manager: Viewer) -> None:
    of = ask(manager, hosts=("Hub", "Birch"))
    decline_ask(manager, asked(of, "Birch"), "We are away.")
    assert row_of(register, of, host="Lone").load().stored
    assert answers(of) == {"Lone": AnswerState.AGREED, "Birch": AnswerState.DECLINED}
    assert "We are away." in [reason for (reason,) in rows(Answer.reason)]


def test_a_row_that_cannot_speak_of_an_ask_says_why(register: Register, manager: Viewer) -> None:
    several, of = ask(manager, ("C1", "C2"), ("Lone",)), ask(manager, ("C3",))
    before = everything()
    row_of(register, several, host="Lone")
    outcome = row_of(register, of, child="C9", host="South Hub").load()
    assert {(column, value) for _, _, column, value in told(outcome)} >= {("stay", several.key), ("stay", of.key)}
    assert f"{several.key} was asked for in Roost, for several children at once" in expected(outcome)
    assert "North" not in expected(outcome), "another service hears only that the key is used"
    assert everything() == before
