"""What going has an effect on: features declare theirs, `app.py` hands them over as a list."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from constellations.access import Viewer

EXTENSION = "roost_effects_of_going"


@dataclass(frozen=True, slots=True)
class Going:
    """Homes that no longer belong to a constellation from a day on."""

    home_ids: frozenset[uuid.UUID]
    constellation_id: uuid.UUID
    day: dt.date


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that is touched when homes go, in words, with the way to it where there is one.

    `must_end_first`: a constellation does not close as long as it is there.
    """

    words: str
    path: str = ""
    must_end_first: bool = False


EffectSource = Callable[[Viewer, Going], Sequence[Effect]]
"""Says what of a feature is touched, the nearest first."""


def init_effects(app: Flask, sources: Iterable[EffectSource]) -> None:
    """Take those who know what is touched."""
    app.extensions[EXTENSION] = tuple(sources)


def effects_of(viewer: Viewer, going: Going) -> list[Effect]:
    """Everything that is touched, feature by feature."""
    sources: tuple[EffectSource, ...] = current_app.extensions[EXTENSION]
    return [effect for source in sources for effect in source(viewer, going)]
