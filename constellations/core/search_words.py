"""Words of a text as they are looked for and kept: small letters and figures, without accents, and nothing else."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_WORDS = 12
"""Words that are looked for; what is typed beyond them is left out."""

LONGEST_WORD = 64
"""Letters of a word that are told apart; no database's limit of a word is reached."""

A_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
"""Letters and figures, with the accents that may stand after them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text, half-open, and as it is compared."""

    starts: int
    ends: int
    plain: str


def plain(word: str) -> str:
    """A word as it is compared: small letters and figures without accents; empty where nothing is left of it."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(letter for letter in folded if letter.isalnum())[:LONGEST_WORD]


def words_in(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    for match in A_WORD.finditer(text):
        if found := plain(match.group()):
            yield Word(match.start(), match.end(), found)


def to_keep(body: str) -> str:
    """What is kept of a message so that it is found: its words, once each, without their order."""
    return " ".join(sorted({word.plain for word in words_in(body)}))


def to_find(typed: str) -> tuple[str, ...]:
    """The words that somebody looks for, once each; of what they typed nothing else is left."""
    return tuple(dict.fromkeys(word.plain for word in words_in(typed)))[:MOST_WORDS]
