"""What an exemption from the usual fostering limit must say, and on which nights it names whom."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from constellations.core.errors import RuleBroken
from constellations.rules import Span

LONGEST_CONDITIONS = 500
"""Letters in which the conditions of an exemption are said."""


class NobodyNamed(RuleBroken):
    """An exemption names the children whom it is for (Children Act 1989, schedule 7, paragraph 4)."""

    about = "child_ids"

    def __init__(self) -> None:
        super().__init__("An exemption names the children. Choose at least one.")


class NoExemptionThen(RuleBroken):
    """Only an exemption that holds on a day can end on it."""

    about = "day"

    def __init__(self) -> None:
        super().__init__("The exemption does not hold on that day. Choose a day on which it does.")


def named_by_night(
    named: Iterable[tuple[uuid.UUID, Span]], nights: Collection[dt.date]
) -> dict[dt.date, frozenset[uuid.UUID]]:
    """For each night the children who are named by an exemption that holds on it."""
    spans = list(named)
    return {night: frozenset(child_id for child_id, span in spans if night in span) for night in nights}
