"""What in a text could name a child, before anything is known of any: plain words, no database."""

import re
from collections.abc import Collection, Iterator

from constellations.core.search_words import plain, words_in

MOST_WORDS_OF_NAME = 3

MOST_LOOKED_AT = 400
"""Words of a text: a message has less."""

EVERYDAY = frozenset(
    word.plain
    for word in words_in(
        "amber angel april art august autumn bill bob buddy chase chip crystal daisy dale dawn "
        "earl eve faith fern flora frank grace grant guy hazel heather holly honey hope hunter iris "
        "ivy jade joy june lily mark mason max may olive pat pearl penny poppy "
        "precious prince ray reed rich rob robin rocky rose ruby rusty sandy sky sonny star sue summer sunny "
        "trinity violet will willow woody"
    )
)
"""Words that people say every day and that are names, too: such a one is a name where it begins with a capital."""

_PAIR = re.compile(r"\b([^\W\d_a-z][^\W\d_]+)[ \t]+(?=([^\W\d_a-z][^\W\d_]+)\b)")
_SENTENCE = re.compile(r"(?:^|[.!?:;\n]|[-–—] )[\s“”\"'‘’(]*$")
_NOT_OF_A_PERSON = frozenset(
    word.plain
    for word in words_in(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
        "august september october november december christmas easter new year happy thank thanks hello hi good "
        "morning evening the this that and but see please mr mrs miss ms dr"
    )
)
"""Capitals that begin a pair which is no name."""


def may_be_called(text: str) -> set[str]:
    """What in a text could be what a child is called: one to three words in a row, as they are compared.

    A word of every day counts alone only with a capital, and not at the beginning of a sentence.
    """
    found = list(words_in(text))[:MOST_LOOKED_AT]
    names: set[str] = set()
    for first in range(len(found)):
        for length in range(1, MOST_WORDS_OF_NAME + 1):
            some = found[first : first + length]
            if len(some) == length and not (length == 1 and _is_everyday(text, some[0].starts, some[0].plain)):
                names.add(" ".join(word.plain for word in some))
    return names


def initials_of_pairs(text: str) -> set[str]:
    """The initials of whatever in a text looks like a first name and a surname, as `JB`."""
    return {f"{first[0]}{last[0]}".upper() for first, last in _pairs(text)}


def without_names(text: str, names: Collection[str]) -> str:
    """A text without the full names of some people, however they are written."""
    for name in names:
        text = re.sub(rf"\b{re.escape(name)}\b", "|", text, flags=re.IGNORECASE)
    return text


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for match in _PAIR.finditer(text):
        first, last = match.groups()
        if not {plain(first), plain(last)} & _NOT_OF_A_PERSON and not (first.isupper() or last.isupper()):
            yield first, last


def _is_everyday(text: str, starts: int, word: str) -> bool:
    if word not in EVERYDAY:
        return False
    begins_sentence = _SENTENCE.search(text[max(0, starts - 12) : starts]) is not None
    return begins_sentence or not text[starts].isupper()
