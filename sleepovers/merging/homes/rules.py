"""Which of two answers to one ask is that of a home that was asked twice: plain values, no database."""

from sleepovers.rules import AnswerState

FURTHEST_FIRST = (
    AnswerState.AGREED,
    AnswerState.OTHER_NIGHTS,
    AnswerState.OTHER_HOME,
    AnswerState.DECLINED,
    AnswerState.NOT_NEEDED,
    AnswerState.WAITING,
)
"""A yes says more than an offer, an offer more than a no, and whatever somebody said more than nothing."""


def goes_further(one: AnswerState, other: AnswerState) -> bool:
    """Whether an answer says more than another one to the same ask."""
    return FURTHEST_FIRST.index(one) < FURTHEST_FIRST.index(other)
