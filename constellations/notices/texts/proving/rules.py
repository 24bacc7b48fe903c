"""What a code is, for how long it is good, and how often one may try."""

import datetime as dt

from limits import RateLimitItem, RateLimitItemPerHour

from constellations.core.errors import RuleBroken

GOOD_FOR = dt.timedelta(minutes=10)

MOST_TRIES = 5
"""Of one code: of a million there are, five tries find one in two hundred thousand."""

CODES_OF_PERSON: RateLimitItem = RateLimitItemPerHour(3)
"""Each is a text message, which costs, and which somebody may send to a stranger's number."""

FIGURES = 6

CODE_WORDS = "%(code)s is your code for Roost, good for 10 minutes. Nobody from Roost ever asks you for it."
"""What the text message says: nothing of who uses Roost, nor what for."""


class NoNumber(RuleBroken):
    """A code is asked for, and nobody knows where to."""

    def __init__(self) -> None:
        super().__init__("Enter your mobile number first, under “How Roost alerts you”.")


class NoTexts(RuleBroken):
    """A service that sends no text messages."""

    def __init__(self) -> None:
        super().__init__("Your service sends no text messages, so there is no code to send.")


class CodeNotSent(RuleBroken):
    """A code that was not taken by who carries text messages."""

    def __init__(self) -> None:
        super().__init__("The code could not be sent. Look at the number, then try again in a few minutes.")


class NotACode(RuleBroken):
    """What is typed is no code."""

    about = "code"

    def __init__(self) -> None:
        super().__init__("Enter the six figures of the text message.")


class CodeWrong(RuleBroken):
    """Six other figures."""

    about = "code"

    def __init__(self) -> None:
        super().__init__("That is not the code. Look at the text message again.")


class CodeOver(RuleBroken):
    """No code, one that is too old or was tried too often, or one for another number."""

    about = "code"

    def __init__(self) -> None:
        super().__init__("That code is good no more. Have a new one sent.")


def code_of(number: int) -> str:
    """A number below a million as a code."""
    return f"{number:0{FIGURES}d}"


def typed_code(typed: str) -> str:
    """What was typed, as a code; raises NotACode."""
    figures = "".join(letter for letter in typed if not letter.isspace())
    if len(figures) != FIGURES or not (figures.isascii() and figures.isdecimal()):
        raise NotACode
    return figures


def what_is_wrong(sent_at: dt.datetime, tries: int, now: dt.datetime, is_right: bool) -> RuleBroken | None:
    """Why a code does not prove anything, after so many tries before this one; none where it does."""
    if now - sent_at > GOOD_FOR or tries >= MOST_TRIES:
        return CodeOver()
    return None if is_right else CodeWrong()
