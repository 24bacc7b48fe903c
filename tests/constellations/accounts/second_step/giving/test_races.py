"""One code that two give at the same moment."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from constellations.accounts.second_step.giving.actions import give_code
from constellations.accounts.second_step.rules import CodeWrong, SecondStep
from constellations.models import Person
from tests.constellations.accounts.second_step.stepping import shown_code, with_app, with_codes


def at_once(app: Flask, act: Callable[[], object]) -> list[object]:
    """Let two do the same at the same moment; what each got, or how each was refused."""
    start, came = threading.Barrier(2), list[object]()

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                came.append(act())
            except CodeWrong as refused:
                came.append(type(refused))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.mark.parametrize("kind", [SecondStep.APP, SecondStep.RECOVERY_CODE])
def test_of_two_who_comeat_once_with_the_same_code_one_gets_in(app: Flask, moira: Person, kind: SecondStep) -> None:
    codes = with_codes(with_app(moira))
    code = shown_code() if kind is SecondStep.APP else codes[0]
    came = at_once(app, lambda: give_code(moira.id, code, "192.0.2.1"))
    assert sorted(map(str, came)) == sorted(map(str, [kind, CodeWrong]))
