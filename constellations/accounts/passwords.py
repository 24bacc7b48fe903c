"""Which passwords are good enough: long, and not what anybody would try first; no rules of composition.

NIST SP 800-63B, section 3.1.1.2, and OWASP ASVS 5.0, chapter 6.2.
"""

import re
from collections.abc import Iterable

from zxcvbn import zxcvbn

SHORTEST = 8
LONGEST = 1000
BAD_SCORE = 1
"""zxcvbn's score for what is guessed within a million tries."""

JUDGED_LETTERS = 72
"""zxcvbn judges no more; so many letters are enough by themselves."""

WORDS_OF_THE_HOUSE = (
    "roost",
    "council",
    "fostering",
    "foster",
    "mockingbird",
    "constellation",
    "sleepover",
    "satellite",
    "hive",
    "carer",
    "password",
)
"""What somebody who knows where the password is used would try."""

TOO_SHORT = "Use at least 8 letters. Three or four words that only you would put together are best."
TOO_LONG = "That is longer than 1,000 letters. Use a shorter one."
TOO_NEAR = (
    "Take out names, mail addresses and words like fostering or council: they are guessed first. Try other words."
)
TOO_EASY = "That is one of the first that would be guessed. Use three or four words that do not belong together."


def advice_on(password: str, about: Iterable[str]) -> str | None:
    """What to do better, in a sentence; none where the password is good.

    `about`: the person's name and mail address, which are as easy to guess as the words of the house.
    """
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    near = _words_near(about)
    if _is_nothing_without(near, password):
        return TOO_NEAR
    if zxcvbn(password[:JUDGED_LETTERS], user_inputs=near)["score"] <= BAD_SCORE:
        return TOO_EASY
    return None


def _words_near(about: Iterable[str]) -> list[str]:
    own = (part for text in about for part in re.split(r"\W+", text.casefold()) if len(part) > 2)
    return sorted({*WORDS_OF_THE_HOUSE, *own}, key=len, reverse=True)


def _is_nothing_without(near: Iterable[str], password: str) -> bool:
    rest = password.casefold()
    for word in near:
        rest = rest.replace(word, "")
    return len(rest) < len(password) and len(rest) < SHORTEST
