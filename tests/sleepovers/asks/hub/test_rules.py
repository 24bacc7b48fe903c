"""When the hub has to agree first, and what has become a habit."""

import pytest

from constellations.core.errors import RoostError
from sleepovers.asks.hub import rules
from sleepovers.asks.hub.rules import AskingRule, HubCause, cause_for_hub, is_settled
from sleepovers.rules import StayKind

PLANNED, EMERGENCY = StayKind.PLANNED, StayKind.EMERGENCY
BOTH = AskingRule(short_notice_hours=48, first_stay=True)
SHORT, FIRST = HubCause.SHORT_NOTICE, HubCause.FIRST_STAY


@pytest.mark.parametrize(
    ("rule", "kind", "host_is_hub", "notice", "slept_before", "cause"),
    [
        (AskingRule(), PLANNED, False, 0, False, None),
        (BOTH, PLANNED, False, 47, True, SHORT),
        (BOTH, PLANNED, False, 48, True, None),
        (BOTH, PLANNED, False, 48, False, FIRST),
        (BOTH, PLANNED, False, 0, False, SHORT),
        (BOTH, StayKind.RESPITE, False, 500, False, FIRST),
        # The hub does not ask itself, and in an emergency nobody waits.
        (BOTH, PLANNED, True, 0, False, None),
        (BOTH, EMERGENCY, False, 0, False, None),
        (AskingRule(first_stay=True), PLANNED, False, 0, True, None),
        (AskingRule(short_notice_hours=24), PLANNED, False, 24, False, None),
    ],
)
def test_the_hub_agrees_first_at_short_notice_and_to_a_first_stay(
    rule: AskingRule, kind: StayKind, host_is_hub: bool, notice: int, slept_before: bool, cause: HubCause | None
) -> None:
    assert cause_for_hub(rule, kind, host_is_hub, notice, slept_before) is cause


@pytest.mark.parametrize(
    ("rule", "kind", "notice", "stays", "settled"),
    [
        (AskingRule(settled_after=3), PLANNED, 48, [3], True),
        (AskingRule(settled_after=3), PLANNED, 47, [3], False),
        (AskingRule(settled_after=3), PLANNED, 48, [2], False),
        (AskingRule(settled_after=3), PLANNED, 48, [3, 5], True),
        (AskingRule(settled_after=3), PLANNED, 48, [3, 0], False),
        (AskingRule(settled_after=3), PLANNED, 48, [], False),
        (AskingRule(settled_after=1), EMERGENCY, 48, [9], False),
        (AskingRule(), PLANNED, 480, [99], False),
        (AskingRule(short_notice_hours=6, settled_after=1), PLANNED, 6, [1], True),
        (AskingRule(short_notice_hours=96, settled_after=1), PLANNED, 95, [1], False),
    ],
)
def test_a_habit_is_what_each_child_has_done_often_enough_with_enough_notice(
    rule: AskingRule, kind: StayKind, notice: int, stays: list[int], settled: bool
) -> None:
    assert is_settled(rule, kind, notice, stays) is settled


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.HubHasToAgree(), "The hub has to say yes first, and has been asked."),
        (rules.HubSaidNo(), "The hub has said no to this home."),
        (rules.HubWordSaid(), "Nothing more is needed."),
        (rules.NotTheHubs(), "Only the hub, or your liaison worker"),
    ],
)
def test_what_cannot_be_is_said_plainly(error: RoostError, words: str) -> None:
    assert words in error.words
