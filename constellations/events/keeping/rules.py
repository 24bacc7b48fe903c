"""How long answers, registers and what families eat are kept: pure values, the day passed in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from flask_babel import gettext

from constellations.core.clock import months_before
from constellations.core.errors import RuleBroken

MOST_MONTHS = 600
"""Fifty years; who wants to keep something longer keeps it for ever."""

USUAL_MONTHS = 36
"""How long it is remembered what was planned and who came, unless the service chose otherwise."""

USUAL_MONTHS_OF_DIET = 12
"""What somebody eats is about their health, and changes: who was not asked for a year is asked anew."""


class Kept(StrEnum):
    """What a service keeps for a time of its own."""

    ANSWERS = "answers"
    REGISTERS = "registers"
    DIET = "diet"


class EventMonthsOutOfReach(RuleBroken):
    """A number of months that cannot be meant."""

    def __init__(self) -> None:
        words = gettext("Enter a number of months from 1 to %(most)s, or nothing to keep it for ever.")
        super().__init__(words % {"most": MOST_MONTHS})


class WouldGo(RuleBroken):
    """A shorter time would remove something this very night."""

    about = "sure"

    def __init__(self, what: str) -> None:
        words = gettext(
            "%(what)s would be removed tonight, for good. If that is meant, tick the box below. "
            "If not, choose a longer time."
        )
        super().__init__(words % {"what": what})


@dataclass(frozen=True, slots=True)
class KeptFor:
    """For how many months each is kept: answers and registers after the event, a diet after it was said; none is for
    ever."""

    answers: int | None = USUAL_MONTHS
    registers: int | None = USUAL_MONTHS
    diet: int | None = USUAL_MONTHS_OF_DIET

    def months(self, kept: Kept) -> int | None:
        """Of one of them."""
        found: int | None = getattr(self, kept.value)
        return found

    def checked(self) -> "KeptFor":
        """The same; raises EventMonthsOutOfReach."""
        chosen = (getattr(self, field.name) for field in fields(self))
        if any(months is not None and not 1 <= months <= MOST_MONTHS for months in chosen):
            raise EventMonthsOutOfReach
        return self

    def since(self, today: dt.date) -> Mapping[Kept, dt.date]:
        """The first day of which each is still kept; nothing of what is kept for ever."""
        months = {kept: self.months(kept) for kept in Kept}
        return {kept: months_before(today, many) for kept, many in months.items() if many is not None}

    def __str__(self) -> str:
        return ", ".join(f"{kept.value} {self.months(kept) or 'for ever'}" for kept in Kept)
