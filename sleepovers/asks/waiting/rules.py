"""Who may wait for a bed, and for what: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Iterable

from constellations.core.errors import Conflict, RuleBroken
from sleepovers.booking.rules import Finding, Point
from sleepovers.rules import AnswerState, AskState

KEEPS_OUT = frozenset(
    {Point.CLOSED, Point.AWAY, Point.NO_BED, Point.LIMIT, Point.APPROVAL, Point.SOLO, Point.NOT_TOGETHER}
)
"""What may pass while somebody waits: a bed comes free, a child goes home, a home is back."""

STILL_SOUGHT = frozenset({AskState.OPEN, AskState.DECLINED})
"""Asks of which something may still come."""

MAY_BE_ASKED_AGAIN = frozenset(AnswerState) - {AnswerState.AGREED}


class HasRoom(RuleBroken):
    """Nobody waits for what is there."""

    def __init__(self, home: str) -> None:
        super().__init__(
            f"{home} has room on these nights, so there is nothing to wait for. Ask them, or another home."
        )


class NothingToWaitFor(Conflict):
    """The ask is over, or its nights are."""

    def __init__(self) -> None:
        super().__init__("Nobody waits for an answer to this ask any more, so there is nothing to wait for.")


class WasRefused(Conflict):
    """Whoever decides for the child, or the hub, has said no: a bed that comes free changes nothing in that."""

    def __init__(self) -> None:
        super().__init__(
            "Whoever decides for the child, or the hub, has said no to this, so there is nothing to wait for. "
            "Speak with your liaison worker."
        )


class WaitsAlready(Conflict):
    """The button was pressed twice, or by two carers."""

    def __init__(self, home: str) -> None:
        super().__init__(f"You wait for a bed with {home} already. You are told when one comes free.")


class WaitsNoMore(Conflict):
    """The place was given up, or the home was asked again."""

    def __init__(self) -> None:
        super().__init__("You do not wait for a bed there any more. Look at the ask again.")


def is_sought(state: AskState, arrive_on: dt.date, today: dt.date) -> bool:
    """Whether a bed is still any use to an ask."""
    return state in STILL_SOUGHT and arrive_on >= today


def keeps_out(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What of the booking check somebody can wait for to pass."""
    return tuple(finding for finding in findings if finding.point in KEEPS_OUT)


def may_wait_for(answer: AnswerState, findings: Iterable[Finding]) -> bool:
    """Whether there is anything to wait for at a home: it has not agreed, and has no room."""
    return answer in MAY_BE_ASKED_AGAIN and bool(keeps_out(findings))
