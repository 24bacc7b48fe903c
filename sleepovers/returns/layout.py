"""A return as its page, its PDF and its file show it: plain values, and the tables that are made of them."""

import datetime as dt
from dataclasses import dataclass

from constellations.core.clock import Month
from sleepovers.returns.figures.facts import Figures
from sleepovers.returns.figures.kept import Changes
from sleepovers.returns.rules import Answers, ReturnState, Said

Pair = tuple[str, str]
"""A word, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that somebody took with a return, and when; the name is none where they are not known."""

    who: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """Words beside a return."""

    said: Said
    words: str
    step: Step


@dataclass(frozen=True, slots=True)
class Told:
    """All that a return tells: with the figures of its snapshot once it was submitted, and what changed since."""

    service: str
    constellation: str
    month: Month
    state: ReturnState
    figures: Figures
    since: Changes
    answers: Answers
    hubs: tuple[str, ...]
    submitted: Step | None
    locked: Step | None
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, the columns (true for figures), and its rows, the first cell of each being its heading."""

    caption: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A return in words: the page and the PDF show the same."""

    title: str
    line: str
    facts: tuple[Pair, ...]
    remarks: tuple[str, ...]
    tables: tuple[Table, ...]
    answers: tuple[Pair, ...]
    story: str
    since: tuple[str, ...]
    beside: tuple[str, ...]
    made_at: dt.datetime
