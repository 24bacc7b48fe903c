"""The words for what went."""

from collections.abc import Mapping

from flask_babel import ngettext

from constellations.core.words import listed_words
from sleepovers.cards.keeping.rules import Gone

GONE_WORDS: dict[Gone, tuple[str, str]] = {
    Gone.CARDS: ("%(num)s stay card", "%(num)s stay cards"),
    Gone.VERSIONS: ("%(num)s earlier version", "%(num)s earlier versions"),
    Gone.NOTES: ("%(num)s hand-over note", "%(num)s hand-over notes"),
    Gone.THINGS: ("%(num)s thing of a bag", "%(num)s things of bags"),
}
"""One, and several, of what is removed."""


def gone_words(counts: Mapping[Gone, int]) -> str:
    """Say how much of what goes, or went: `1 stay card and 2 hand-over notes`; nothing where nothing does."""
    return listed_words([ngettext(*GONE_WORDS[gone], counts[gone]) for gone in Gone if counts.get(gone)])
