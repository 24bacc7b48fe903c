"""Which actions of the activity log are signs of life: each package says it of its own, `app.py` hands it over."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, current_app
from flask_babel.speaklater import LazyString

from constellations.engagement.signs.rules import OBSERVED, Sign

EXTENSION = "roost_signs"


@dataclass(frozen=True, slots=True)
class Declared:
    """What counts: by action the sign, and what it adds (-1: it takes one back).

    `said` has what a family did, within a sentence, of actions for which the words of their sign would not be true.
    """

    adds: Mapping[str, tuple[Sign, int]]
    said: Mapping[str, LazyString]

    @property
    def observed(self) -> list[str]:
        """The actions that count whoever wrote them down."""
        return [action for action, (sign, _) in self.adds.items() if sign in OBSERVED]


def init_signs(
    app: Flask, signs: Mapping[str, Sign], taken_back: Mapping[str, Sign], said: Mapping[str, LazyString]
) -> None:
    """Take what the packages hand over; raises ValueError where an action is a sign and takes one back."""
    both = signs.keys() & taken_back.keys()
    if both:
        raise ValueError(f"both a sign and one taken back: {', '.join(sorted(both))}")
    adds = {action: (sign, 1) for action, sign in signs.items()}
    app.extensions[EXTENSION] = Declared(adds | {action: (sign, -1) for action, sign in taken_back.items()}, said)


def declared() -> Declared:
    """What counts in the application at work."""
    found: Declared = current_app.extensions[EXTENSION]
    return found
