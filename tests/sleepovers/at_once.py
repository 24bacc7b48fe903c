"""People who act in the same moment: once in every run of the tests, a hundred times in the proof."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from constellations.core.database import session
from constellations.core.errors import Busy, RoostError

ROUNDS = [pytest.param(1), pytest.param(100, marks=pytest.mark.proof)]

TRIES = 5


def at_once(app: Flask, *acts_of_people: Callable[[], object]) -> list[RoostError]:
    """Let each act run on a connection of its own, all from one starting line; gives what was refused.

    Who is told that Roost is busy, as happens to the last of thirty on a slow machine, does what the words say: tries
    again.
    """
    line = threading.Barrier(len(acts_of_people))
    refused: list[RoostError] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            line.wait(timeout=10)
            told = _tried(act)
            if told:
                refused.append(told)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts_of_people]
    # The test's own reading must not hold anything while the others write.
    session().rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    session().rollback()
    return refused


def _tried(act: Callable[[], object], tries: int = TRIES) -> RoostError | None:
    try:
        act()
    except Busy as busy:
        return _tried(act, tries - 1) if tries > 1 else busy
    except RoostError as refused:
        return refused
    return None
