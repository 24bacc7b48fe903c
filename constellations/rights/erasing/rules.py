"""Finding somebody's name, addresses and numbers in what others wrote, and saying the word instead; plain values."""

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from constellations.rights.rules import Subject

REMOVED_WORDS = "(removed: the writer’s data were erased)"
"""What stands where somebody wrote something who was erased."""


@dataclass(frozen=True, slots=True)
class Needles:
    """What is looked for, and the word that is put in its place.

    `names` are found however they are written; of `words`, only the very letters, so that "May" is not "may".
    """

    names: tuple[str, ...]
    words: tuple[str, ...]
    instead: str

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that is looked for."""
        return (*self.names, *self.words)

    def replaced(self, text: str) -> str:
        """The text without any of it; the same where it holds none."""
        for found in self._patterns():
            text = found.sub(self.instead, text)
        return text

    def within(self, value: object) -> object:
        """The same of whatever is kept as JSON: texts, and lists and tables of them."""
        if isinstance(value, str):
            return self.replaced(value)
        if isinstance(value, list):
            return [self.within(one) for one in value]
        if isinstance(value, dict):
            return {key: self.within(one) for key, one in value.items()}
        return value

    def _patterns(self) -> Iterable[re.Pattern[str]]:
        if self.names:
            yield re.compile("|".join(_spaced(name) for name in _longest_first(self.names)), re.IGNORECASE)
        if self.words:
            yield re.compile("|".join(_spaced(word) for word in _longest_first(self.words)))


@dataclass(slots=True)
class Erased:
    """Whom an erasure is about, in which service, what is put instead of the name, and where it was, by table."""

    subject: Subject
    service_id: uuid.UUID
    needles: Needles
    changed: dict[str, set[uuid.UUID]] = field(default_factory=dict)

    def note(self, table: str, keys: Collection[uuid.UUID]) -> None:
        """Note that rows of a table hold other words now."""
        self.changed.setdefault(table, set()).update(keys)


@dataclass(frozen=True, slots=True)
class Fate:
    """How much of one kind of record goes, stays without a name, or is held, and why."""

    words: str
    removed: int = 0
    pseudonymised: int = 0
    held: int = 0
    why: str = ""


def mobile_ways(mobile: str) -> tuple[str, ...]:
    """The ways in which people write a British number: `+447700900123` as it is kept, and as it is dialled at home."""
    if not mobile.startswith("+44"):
        return (mobile,)
    local = f"0{mobile[3:]}"
    return (mobile, local, f"{local[:5]} {local[5:]}", f"{local[:5]} {local[5:8]} {local[8:]}")


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(texts, key=lambda text: (-len(text), text))


def _spaced(text: str) -> str:
    """A whole word or several, whatever space is between them; not where it is a part of a longer word."""
    parts = r"\s+".join(re.escape(part) for part in text.split())
    return rf"(?<!\w){parts}(?!\w)"
