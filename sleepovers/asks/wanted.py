"""What somebody asks for, before it is an ask."""

import uuid
from dataclasses import dataclass

from sleepovers.rules import Moment, StayKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: `weeks` is how many times the same days are asked for, `every` so many weeks apart.

    `together` says that one home must take all the children; `wish` is what they want themselves, and
    `words_id` is by what the note and the wish are known where they were said before.
    """

    child_ids: tuple[uuid.UUID, ...]
    home_ids: tuple[uuid.UUID, ...]
    arrive: Moment
    depart: Moment
    kind: StayKind = StayKind.PLANNED
    together: bool = True
    weeks: int = 1
    note: str | None = None
    every: int = 1
    wish: str | None = None
    words_id: uuid.UUID | None = None
