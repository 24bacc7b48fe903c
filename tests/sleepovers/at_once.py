"""People who act in the same moment: once in every run of the tests, a hundred times in the proof."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from constellations.core.database import session
from constellations.core.errors import RoostError

ROUNDS = [pytest.param(1), pytest.param(100, marks=pytest.mark.proof)]


def at_once(app: Flask, *acts_of_people: Callable[[], object]) -> list[RoostError]:
    """Let each act run on a connection of its own, all from one starting line; gives what was refused."""
    line = threading.Barrier(len(acts_of_people))
    refused: list[RoostError] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            line.wait(timeout=10)
            try:
                act()
            except RoostError as told:
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
