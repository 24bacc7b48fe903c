"""What somebody asks for, before it is an ask."""

import uuid
from dataclasses import dataclass

from sleepovers.rules import Moment, StayKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: `weeks` is how often the same days are asked for, week after week.

    `together` says that one home must take all the children.
    """

    child_ids: tuple[uuid.UUID, ...]
    home_ids: tuple[uuid.UUID, ...]
    arrive: Moment
    depart: Moment
    kind: StayKind = StayKind.PLANNED
    together: bool = True
    weeks: int = 1
    note: str | None = None
