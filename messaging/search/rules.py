"""In which days is searched, and which part of a message is shown; plain values, no database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from constellations.core.clock import LONDON
from constellations.core.search_words import words_in

LONGEST_SEARCH = 200
"""Letters that are looked for."""

BEFORE_FOUND, AROUND_FOUND = 60, 240
"""Letters of a message that are shown before the first word found, and in all."""

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2200, 1, 1)
"""Between them everything is said; a day beyond is as good as these."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is shown of a message; `found` where it is one of the words looked for."""

    text: str
    found: bool = False


def shown(body: str, wanted: Sequence[str]) -> tuple[Part, ...]:
    """The part of a message around the first word found, on one line, cut at the words that were looked for."""
    line = " ".join(body.split())
    hits = [word for word in words_in(line) if _is_wanted(word.plain, wanted)]
    starts = _start(line, hits[0].starts) if hits else 0
    ends = min(len(line), starts + AROUND_FOUND)
    parts, after = [Part("…")] if starts else [], starts
    for hit in hits:
        if hit.ends <= ends:
            parts += [Part(line[after : hit.starts]), Part(line[hit.starts : hit.ends], found=True)]
            after = hit.ends
    parts += [Part(line[after:ends]), *([Part("…")] if ends < len(line) else [])]
    return tuple(part for part in parts if part.text)


def since(day: dt.date) -> dt.datetime:
    """When a day begins in London."""
    return dt.datetime.combine(min(max(day, FIRST_DAY), LAST_DAY), dt.time(), LONDON)


def until(day: dt.date) -> dt.datetime:
    """When a day is over in London."""
    return since(min(day, LAST_DAY) + dt.timedelta(days=1))


def _is_wanted(word: str, wanted: Sequence[str]) -> bool:
    """Whether a word is one of those, or begins as the last one does."""
    return word in wanted or (bool(wanted) and word.startswith(wanted[-1]))


def _start(line: str, found_at: int) -> int:
    """Where to begin, so that some of what stands before is seen: at a word."""
    if found_at <= BEFORE_FOUND:
        return 0
    return line.find(" ", found_at - BEFORE_FOUND, found_at) + 1 or found_at
