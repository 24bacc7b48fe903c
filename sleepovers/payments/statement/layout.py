"""What a statement consists of, in words: the page and the PDF show the same."""

import datetime as dt
from dataclasses import dataclass

Pair = tuple[str, str]
"""A word, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement: headings, facts, the rule, each night with its place in the count, and what happened since."""

    title: str
    line: str
    facts: list[Pair]
    rule: list[str]
    nights: list[tuple[str, str, str, str]]
    payments: list[Pair]
    notes: list[str]
    sha256: str
    approved_at: dt.datetime
