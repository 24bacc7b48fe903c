"""Each step of a timeline as a sentence."""

import pytest

from sleepovers.asks.rules import StepTaken
from sleepovers.asks.steps.words import step_words


@pytest.mark.parametrize(
    ("taken", "home", "for_somebody", "words"),
    [
        (StepTaken.ASKED, "", False, "Ash asked"),
        (StepTaken.ASKED, "", True, "Ash asked, in a carer’s place"),
        (StepTaken.ASKED, "Moira", False, "Ash asked Moira too"),
        (StepTaken.ASKED, "Moira", True, "Ash asked Moira too, in a carer’s place"),
        (StepTaken.AGREED, "Moira", False, "Ash agreed"),
        (StepTaken.AGREED, "Moira", True, "Ash agreed for Moira"),
        (StepTaken.OFFERED_HOME, "Patel", False, "Ash named Patel instead"),
        (StepTaken.OFFERED_HOME, "Patel", True, "Ash named Patel instead, in a carer’s place"),
        (StepTaken.OFFERED_NIGHTS, "Moira", True, "Ash offered other nights for Moira"),
        (StepTaken.DECLINED, "Moira", True, "Ash said for Moira that it is not possible"),
        (StepTaken.OVERRULED, "Moira", True, "Ash allowed it although the check said no"),
        (StepTaken.RECORDED, "Moira", False, "Ash recorded this stay, which nobody had asked for"),
        (StepTaken.RECORDED, "Moira", True, "Ash recorded this stay for Moira; nobody had asked for it"),
        (StepTaken.NAMED, "Moira", True, "Ash said who the child is"),
        (StepTaken.ARRIVED, "Moira", True, "Ash said that the child has arrived, in a carer’s place"),
        (StepTaken.CANCELLED, "Moira", True, "Ash called it off, in a carer’s place"),
    ],
)
def test_who_did_what(taken: StepTaken, home: str, for_somebody: bool, words: str) -> None:
    assert step_words(taken, "Ash", home, for_somebody) == words


@pytest.mark.parametrize("taken", list(StepTaken))
@pytest.mark.parametrize("for_somebody", [False, True])
def test_every_step_has_its_words(taken: StepTaken, for_somebody: bool) -> None:
    said = step_words(taken, "Ash", "Moira", for_somebody)
    assert "%" not in said
    assert "Ash" in said or taken in (StepTaken.UNANSWERED, StepTaken.ASKED_AGAIN), (
        "what Roost does is said without a name"
    )
