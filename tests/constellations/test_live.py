"""Events that many send at the same time: each answered by who sends it, and a fault of one is nobody else's."""

from collections.abc import Sequence

import pytest
from flask import Flask
from pydantic import BaseModel

from constellations.access import Viewer
from constellations.accounts.actions import begin_on_device
from constellations.core.errors import Busy, Conflict, Forbidden, NotFound, RoostError, SignedOut
from constellations.live import Ack, EventUndeclared, Garbled, Sent, _answers, declared, desk_of, on_together
from constellations.models import Person
from constellations.permissions import Permission, Role
from tests.factories import create_home, create_person, create_region, create_service


class Counted(BaseModel):
    """A number."""

    number: int


BATCHES: list[list[int]] = []


@on_together("count", Permission.TALK, Counted)
def count(sent: Sequence[tuple[Viewer, Counted]]) -> list[Ack | RoostError]:
    """Say each number; a nine is not found, a thirteen a fault, a fourteen a conflict for all it comes with."""
    numbers = [words.number for _, words in sent]
    BATCHES.append(numbers)
    assert 13 not in numbers
    if 14 in numbers:
        raise Conflict("Somebody else was first.")
    return [NotFound() if number == 9 else {"number": number} for number in numbers]


def token_of(person: Person) -> str:
    """The sign-in of somebody."""
    return begin_on_device(person, "test browser")


def told(answers: Sequence[Ack | RoostError]) -> list[object]:
    """Numbers, or what kind of refusal each is."""
    return [type(one) if isinstance(one, RoostError) else one["number"] for one in answers]


@pytest.fixture
def tokens(app: Flask) -> list[str]:
    """Two carers, each signed in."""
    BATCHES.clear()
    home = create_home(create_service())
    return [token_of(create_person(Role.SATELLITE_CARER, home=home)) for _ in range(2)]


def test_each_is_answered_by_who_sends_it_and_the_good_ones_in_one_go(tokens: list[str]) -> None:
    one, other = tokens
    does_not_talk = token_of(create_person(Role.REGIONAL, region=create_region()))
    sent = [
        Sent(one, {"number": 1}),
        Sent("nobody", {"number": 2}),
        Sent(does_not_talk, {"number": 3}),
        Sent(other, {"figure": 4}),
        Sent(other, [{"number": 5}, {"number": 6}]),
        Sent(other, {"number": 9}),
        Sent(one, {"number": 7}),
    ]
    refused = [SignedOut, Forbidden, Garbled, Garbled, NotFound]
    assert told(_answers(declared(count), sent)) == [1, *refused, 7]
    assert BATCHES == [[1, 9, 7]]


def test_where_nobody_may_nothing_is_done(tokens: list[str]) -> None:
    assert told(_answers(declared(count), [Sent("nobody", {"number": 1})])) == [SignedOut]
    assert BATCHES == []


def test_after_a_fault_each_is_tried_by_itself(tokens: list[str]) -> None:
    sent = [Sent(tokens[0], {"number": number}) for number in (1, 13, 2)]
    assert told(_answers(declared(count), sent)) == [1, Busy, 2]
    assert BATCHES == [[1, 13, 2], [1], [13], [2]]


def test_what_all_are_refused_is_not_tried_again(tokens: list[str]) -> None:
    sent = [Sent(tokens[0], {"number": number}) for number in (1, 14)]
    assert told(_answers(declared(count), sent)) == [Conflict, Conflict]
    assert BATCHES == [[1, 14]]


def test_alone_it_is_answered_at_its_desk(app: Flask, tokens: list[str]) -> None:
    assert desk_of(declared(count), app)(Sent(tokens[0], {"number": 8})) == {"number": 8}


def test_what_does_not_say_who_may_send_it_is_no_event() -> None:
    with pytest.raises(EventUndeclared, match="told"):
        declared(told)
