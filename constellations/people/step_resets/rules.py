"""When a second step may be reset, and by whom: always two people, and neither of them the one whose step it is.

OWASP ASVS 5.0, 6.4.4: who lost the second factor is proven anew, by people.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from enum import StrEnum

from constellations.core.errors import RuleBroken

GOOD_FOR = dt.timedelta(days=2)
"""So long the second person may take."""

LONGEST_REASON = 300


class ResetState(StrEnum):
    """How far a reset has come."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LAPSED = "lapsed"


class OwnStep(RuleBroken):
    """Nobody asks for or confirms a reset of their own second step."""

    def __init__(self) -> None:
        super().__init__("This is about yourself. Two others of your service have to do it.")


class AnotherMustConfirm(RuleBroken):
    """Who asked does not confirm."""

    def __init__(self) -> None:
        super().__init__(
            "You have asked for this, or your deputy has. Somebody else of your service has to confirm it."
        )


class ResetOver(RuleBroken):
    """A reset that was decided, or asked for too long ago."""

    def __init__(self) -> None:
        super().__init__("This is over: it was decided already, or nobody did in two days. Ask for it anew if need be.")


class ResetAsked(RuleBroken):
    """One at a time."""

    def __init__(self) -> None:
        super().__init__("Somebody has asked for this already. Another of your service has to confirm it.")


class NothingToReset(RuleBroken):
    """Without a second step the password is enough."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no second step, and signs in with the password alone.")


def is_over(asked_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether nobody has decided in time."""
    return now - asked_at >= GOOD_FOR


def check_asking(person_id: uuid.UUID, names: Collection[uuid.UUID]) -> None:
    """Raise OwnStep where somebody asks about themselves, or about whom they stand in for: `names` are all these."""
    if person_id in names:
        raise OwnStep


def check_deciding(
    person_id: uuid.UUID, asked_as: Collection[uuid.UUID], names: Collection[uuid.UUID], confirms: bool
) -> None:
    """Raise OwnStep, or AnotherMustConfirm for whoever asked, stands in for them, or had them stand in.

    `asked_as` are all under whose name it was asked. They may still call it off.
    """
    if person_id in names:
        raise OwnStep
    if confirms and not set(asked_as).isdisjoint(names):
        raise AnotherMustConfirm


ASKED_SUBJECT = "Your second step in Roost is to be reset"

ASKED_BODY = """Hello %(name)s

%(by)s has said that you lost your second step for Roost. When another member of staff confirms it, you set it up anew.

If you did not ask for that, tell your fostering service today.
"""

RESET_SUBJECT = "Your second step in Roost was reset"

RESET_BODY = """Hello %(name)s

Your second step for Roost is taken away, and you were signed out on all devices. Sign in with your password, then set
up a second step anew. Addresses for your calendars are ended too: make a new one for each calendar that you still have.

If you did not ask for that, tell your fostering service today.
"""

TOLD_ASKED = "%(by)s asks you to confirm that %(name)s has lost their second step."

TOLD_CONFIRMED = "The second step of %(name)s was reset. %(by)s confirmed it."

TOLD_REFUSED = "The second step of %(name)s stays as it is. %(by)s has called the reset off."

TOLD_OWN = "Your second step was reset. Set one up anew."
