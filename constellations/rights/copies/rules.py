"""Telling somebody what is held about them without telling of anybody else; plain values."""

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from constellations.rights.rules import Subject

THIS_PERSON, THIS_CHILD = "this person", "this child"
SOMEBODY = "somebody"
AN_ADDRESS, A_NUMBER = "(an address)", "(a number)"
A_CHILD, A_HOME = "a child", "another home"

PAGE_NAME, JSON_NAME = "what-roost-holds.html", "what-roost-holds.json"
"""What is in every copy: the same for people and for programs."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_POSSESSIVE = re.compile(r"['’]s$")
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# As it is dialled: with a nought or the country's number before it. Days and sums begin with other figures.
_NUMBER = re.compile(r"(?<![\w+])(?:\+\d|0)[\d\s()-]{8,14}\d(?!\w)")
_TWICE = re.compile(r"\b((?:another|a) (?:\w+ ){1,3}\d+)(?: \1)+\b")

LONGEST_NAME = 4
"""Words of a whole name that is found as one."""

ALSO_WORDS = frozenset(
    ("april", "art", "august", "bill", "carol", "chase", "dawn", "drew", "faith", "grace", "grant", "guy", "hope")
    + ("ivy", "jack", "joy", "june", "mark", "may", "miles", "pat", "pearl", "ray", "rich", "rob", "robin", "rose")
    + ("ruby", "sky", "sue", "summer", "will", "woods", "young", "day", "king", "wood", "hill", "long", "little")
)
"""Names that are words too: as names they are written with a great letter."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody of whom a copy does not tell: the name, and what they are instead, such as `another carer`."""

    name: str
    word: str


@dataclass(slots=True)
class Mask:
    """Puts what people are in place of who they are: the same person has the same number throughout one copy.

    `people`, `children` (by their initials) and `homes` are all of the service, the subject and its homes too.
    """

    subject: Subject
    people: Mapping[uuid.UUID, Other]
    children: Mapping[uuid.UUID, str]
    homes: Mapping[uuid.UUID, str]
    own_homes: frozenset[uuid.UUID] = frozenset()
    own_addresses: frozenset[str] = frozenset()
    _numbers: dict[uuid.UUID, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _names: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    _whole: dict[str, uuid.UUID] = field(default_factory=dict)
    _initials: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    _homes: re.Pattern[str] | None = None
    _home_keys: dict[str, uuid.UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        own = self.people.get(self.subject.key)
        own_words = {word.casefold() for text in self._own_texts(own) for word in _WORD.findall(text)}
        for key, other in self.people.items():
            if key != self.subject.key:
                self._whole[_plain(other.name)] = key
            for word in _WORD.findall(other.name):
                if key != self.subject.key and len(word) > 1 and word.casefold() not in own_words:
                    self._names[word.casefold()].add(key)
        own_initials = self.children.get(self.subject.key)
        for key, initials in self.children.items():
            if len(initials) > 1 and initials != own_initials:
                self._initials[initials].add(key)
        self._home_keys = {name.casefold(): key for key, name in self.homes.items() if key not in self.own_homes}
        names = sorted((name for name in self._home_keys if name), key=lambda name: (-len(name), name))
        if names:
            self._homes = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)

    def who(self, key: uuid.UUID) -> str | None:
        """What a person, a child or a home is called in this copy; none for the key of anything else."""
        if key == self.subject.key:
            return THIS_CHILD if self.subject.is_child else THIS_PERSON
        if key in self.people:
            return self._numbered(key, self.people[key].word)
        if key in self.children:
            return self._numbered(key, A_CHILD)
        if key in self.own_homes:
            return self.homes.get(key, A_HOME)
        return self._numbered(key, A_HOME) if key in self.homes else None

    def text(self, text: str) -> str:
        """What somebody wrote, without anybody else's name, initials, address or number."""
        told = _ADDRESS.sub(lambda found: self._own_or(found.group(), AN_ADDRESS), text)
        told = _NUMBER.sub(lambda found: self._own_or(found.group(), A_NUMBER), told)
        told = self._whole_names(told)
        if self._homes is not None:
            told = self._homes.sub(lambda found: self.who(self._home_keys[found.group().casefold()]) or A_HOME, told)
        told = _WORD.sub(self._word, told)
        # A first name and a family name are one person.
        return _TWICE.sub(r"\1", told)

    def within(self, value: object) -> object:
        """The same of what is kept as JSON."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.within(one) for one in value]
        if isinstance(value, dict):
            return {str(key): self.within(one) for key, one in value.items()}
        return value

    def _whole_names(self, text: str) -> str:
        """The text without whole names, of two words to four: a family name may be the name of a home too."""
        words, told, at, passed = list(_WORD.finditer(text)), [], 0, 0
        for number, first in enumerate(words):
            for last in reversed(words[number + 1 : number + LONGEST_NAME]):
                end = last.end() - (2 if _POSSESSIVE.search(last.group()) else 0)
                key = self._whole.get(_plain(text[first.start() : end]))
                if key is not None and number >= passed:
                    told += [text[at : first.start()], self.who(key) or SOMEBODY]
                    at, passed = end, words.index(last) + 1
                    break
        return "".join((*told, text[at:]))

    def _word(self, found: re.Match[str]) -> str:
        word = found.group()
        stem = _POSSESSIVE.sub("", word)
        after = word[len(stem) :]
        if stem in self._initials:
            return self._one_of(self._initials[stem], A_CHILD) + after
        known = self._names.get(stem.casefold())
        if not known or (stem.islower() and stem in ALSO_WORDS):
            return word
        return self._one_of(known, SOMEBODY) + after

    def _one_of(self, keys: Iterable[uuid.UUID], several: str) -> str:
        """The one whom a word means; what they all are, where it means several."""
        known = list(keys)
        return (self.who(known[0]) or several) if len(known) == 1 else several

    def _numbered(self, key: uuid.UUID, word: str) -> str:
        if key not in self._numbers:
            self._counts[word] += 1
            self._numbers[key] = f"{word} {self._counts[word]}"
        return self._numbers[key]

    def _own_or(self, text: str, instead: str) -> str:
        return text if _bare(text) in {_bare(own) for own in self.own_addresses} else instead

    def _own_texts(self, own: Other | None) -> Iterable[str]:
        yield from (self.homes[key] for key in self.own_homes if key in self.homes)
        if own is not None:
            yield own.name


def copy_name(day: dt.date) -> str:
    """What a copy is called on the computer of who fetches it; it names nobody."""
    return f"what-roost-holds-{day}.zip"


def column_words(name: str) -> str:
    """What a column is called for people: `answered_by` is `answered by`, `person_id` is `person`."""
    return name.removesuffix("_id").replace("_", " ")


def file_name(table: str, number: int, name: str | None) -> str:
    """Where a file lies in a copy; a photo has no name."""
    ending = ".jpg" if name is None or "." not in name else "." + name.rpartition(".")[2].lower()
    return f"files/{table}-{number}{ending if re.fullmatch(r'[.][a-z0-9]{1,5}', ending) else ''}"


def hundredths(done: int, of: int) -> int:
    """How much of some work is done."""
    return 100 * done // of if of else 100


def _plain(text: str) -> str:
    """A name however it is written: small letters, one space between words."""
    return " ".join(text.casefold().split())


def _bare(text: str) -> str:
    """An address or number without the ways in which people write it."""
    return re.sub(r"^0(?=\d)", "+44", re.sub(r"[\s()-]", "", text)).casefold()
