"""Two families say Going in the same moment: the last place is given once."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.rules import Coming
from constellations.models import Person
from tests.constellations.events.families import Families, said_of, say, sees
from tests.sleepovers.at_once import ROUNDS, at_once


def answers(person: Person, at: uuid.UUID, said: Coming, *guests: uuid.UUID) -> Callable[[], object]:
    """Somebody's word, to be said later: who they are is worked out before, for the test's rows are no thread's."""
    return partial(answer_event, sees(person), at, Reply(said, guests or None))


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_who_go_for_the_last_place_one_goes_and_the_other_waits(app: Flask, rounds: int) -> None:
    families = Families()
    for _round in range(rounds):
        at = families.event(capacity=1)
        refused = at_once(app, *(answers(one, at, Coming.GOING, one.id) for one in (families.anita, families.grace)))
        assert refused == []
        assert sorted(waits for *_, waits in said_of(at).values()) == [False, True]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_who_free_places_let_everybody_up_who_fits(app: Flask, rounds: int) -> None:
    families = Families()
    for _round in range(rounds):
        at = families.event(capacity=3)
        say(families.anita, at, Coming.GOING, families.anita, families.jb)
        say(families.moira, at)
        say(families.grace, at)
        refused = at_once(app, *(answers(one, at, Coming.NO) for one in (families.anita, families.moira)))
        assert refused == []
        assert said_of(at)["Okafor"] == ("going", 1, 1, False)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_answers_to_a_whole_series_do_not_wait_for_each_other(app: Flask, rounds: int) -> None:
    families = Families()
    for _round in range(rounds):
        dates = families.series_of(families.event(times=4))
        for_all = Reply(Coming.GOING, all_dates=True)
        refused = at_once(
            app,
            partial(answer_event, sees(families.anita), dates[0], for_all),
            partial(answer_event, sees(families.grace), dates[1], for_all),
        )
        assert refused == []
        assert [len(said_of(one)) for one in dates] == [1, 2, 2, 2]
