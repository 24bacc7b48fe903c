"""Finding somebody's name, addresses and numbers in what others wrote, and saying the word instead; plain values."""

import json
import re
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass, field

from constellations.rights.rules import Subject

REMOVED_WORDS = "(removed: the writer’s data were erased)"
"""What stands where somebody wrote something who was erased."""


@dataclass(frozen=True, slots=True)
class Needles:
    """What is looked for, and the word that is put in its place.

    `names` are found however they are written; of `words`, only the very letters, so that "May" is not "may", and so
    of `homes`, each with the word that is put in place of its name.
    """

    names: tuple[str, ...]
    words: tuple[str, ...]
    instead: str
    homes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, written: str) -> "Needles":
        """What was written down of them."""
        kept = json.loads(written)
        homes = tuple((name, instead) for name, instead in kept["homes"])
        return cls(tuple(kept["names"]), tuple(kept["words"]), kept["instead"], homes)

    @property
    def written(self) -> str:
        """All of it in one text, to be looked for again later."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def of_people(self) -> "Needles":
        """Whole names, addresses and numbers alone: all that is looked for among the names of others, and of places."""
        return Needles(self.names, (), self.instead)

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that is looked for."""
        return (*self.names, *self.words, *(name for name, _instead in self.homes))

    def replaced(self, text: str) -> str:
        """The text without any of it; the same where it holds none."""
        if self.names:
            text = _any_of(self.names, re.IGNORECASE).sub(self.instead, text)
        exact = {_plain(name): instead for name, instead in self.homes} | dict.fromkeys(self.words, self.instead)
        return _any_of(exact).sub(lambda found: exact[_plain(found.group())], text) if exact else text

    def within(self, value: object) -> object:
        """The same of whatever is kept as JSON: texts, and lists and tables of them."""
        if isinstance(value, str):
            return self.replaced(value)
        if isinstance(value, list):
            return [self.within(one) for one in value]
        if isinstance(value, dict):
            return {key: self.within(one) for key, one in value.items()}
        return value


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


def is_a_name(name: str, reference: str) -> bool:
    """Whether what a home is called says more than its reference: a register knows many by `H-12` alone."""
    return name != reference or not any(letter.isdigit() for letter in reference)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _any_of(texts: Collection[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Finds each of some texts, the longest first."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    return re.compile("|".join(_spaced(text) for text in ordered), flags)


def _spaced(text: str) -> str:
    """A whole word or several, whatever space is between them; not where it is a part of a longer word."""
    parts = r"\s+".join(re.escape(part) for part in text.split())
    return rf"(?<!\w){parts}(?!\w)"
