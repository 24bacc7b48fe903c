"""How what is written in the handbook is cut into headings, lists and paragraphs, and what may be published."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from constellations.core.errors import Conflict, RuleBroken

LONGEST_PAGE = 30_000
"""Letters of a page: some ten sheets of paper, which nobody reads on a phone."""

NEW_FOR = dt.timedelta(days=28)
"""How long a page that asks for no word is marked as new."""

_HEADING = re.compile(r"(#{1,3})\s+(.+)")
_BULLET = re.compile(r"[-*•]\s+(.+)")
_NUMBERED = re.compile(r"[0-9]{1,3}[.)]\s+(.+)")


class NothingWritten(RuleBroken):
    """An empty page helps nobody."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("Write something on the page first."))


class ChangeUnsaid(RuleBroken):
    """What changed is what people read first, and mostly alone."""

    about = "changed"

    def __init__(self) -> None:
        super().__init__(gettext("Say in a sentence what has changed. People read that first."))


class NothingChanged(RuleBroken):
    """A version that says the same as the last."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("This says the same as what people read already. There is nothing to publish."))


class NotPublished(RuleBroken):
    """What nobody reads cannot be taken out."""

    def __init__(self) -> None:
        super().__init__(gettext("This page is not published, so there is nothing to take out."))


class ReadSomethingOlder(Conflict):
    """The page changed between opening it and saying that it was read."""

    def __init__(self) -> None:
        super().__init__(gettext("This page has changed since you opened it. Open it again and read it as it is now."))


class BlockKind(StrEnum):
    """What a piece of a page is."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    BULLETS = "bullets"
    NUMBERED = "numbered"
    PARAGRAPH = "paragraph"


LINE_BY_LINE = frozenset({BlockKind.BULLETS, BlockKind.NUMBERED})


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page: the entries of a list, the lines of a paragraph, or one heading. All of it is plain text."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a version of a page says: its title, its words, what changed, and whether people are asked to say “read”."""

    title: str
    words: str
    changed: str = ""
    asks: bool = False

    def __str__(self) -> str:
        return f"{self.title}: {self.words[:80]}"


def blocks(text: str) -> tuple[Block, ...]:
    """Cut what somebody wrote: `# ` begins a heading, `- ` and `1. ` an entry of a list, an empty line a paragraph."""
    found: list[Block] = []
    is_open = False
    for line in text.splitlines():
        said = line.strip()
        if not said:
            is_open = False
            continue
        kind, words = _kind_of(said)
        before = found[-1] if found else None
        goes_on = before is not None and before.kind is kind and (is_open or kind in LINE_BY_LINE)
        if goes_on and before is not None and kind not in (BlockKind.HEADING, BlockKind.SUBHEADING):
            found[-1] = Block(kind, (*before.lines, words))
        else:
            found.append(Block(kind, (words,)))
        is_open = True
    return tuple(found)


def _kind_of(line: str) -> tuple[BlockKind, str]:
    if heading := _HEADING.fullmatch(line):
        return BlockKind.HEADING if len(heading[1]) == 1 else BlockKind.SUBHEADING, heading[2]
    if bullet := _BULLET.fullmatch(line):
        return BlockKind.BULLETS, bullet[1]
    if numbered := _NUMBERED.fullmatch(line):
        return BlockKind.NUMBERED, numbered[1]
    return BlockKind.PARAGRAPH, line


def check_publishing(new: PageWords, before: PageWords | None) -> None:
    """Raise NothingWritten, NothingChanged or ChangeUnsaid for what cannot be published.

    `before` is what people read now; none on the first time, when all of it is new and nothing has to be said of it.
    """
    if not blocks(new.words):
        raise NothingWritten
    if before is None:
        return
    if (new.title, new.words, new.asks) == (before.title, before.words, before.asks):
        raise NothingChanged
    if not new.changed:
        raise ChangeUnsaid


def is_due(asked: int | None, read: int | None) -> bool:
    """Whether somebody has still to say that they have read a page.

    `asked` is the newest version that asks to be read, `read` the newest that they have read. A small correction after
    the first, which asks nobody, is no reason to read it all again.
    """
    return asked is not None and (read is None or read < asked)


def is_new(published_on: dt.date, today: dt.date) -> bool:
    """Whether a page is marked as new: for four weeks."""
    return published_on <= today < published_on + NEW_FOR


def check_read(asked: int | None, seen: int, current: int) -> None:
    """Raise ReadSomethingOlder where somebody saw a version before the one that asks to be read, or none there is."""
    if not (asked or 1) <= seen <= current:
        raise ReadSomethingOlder


def names_apart(readers: Iterable[tuple[str, str, dt.date | None]]) -> tuple[list[str], list[str]]:
    """Who has read a page and who has not, each as `Anita Patel (Patel)`; given are name, home, and the day of it."""
    said = list(_said(readers))
    return [words for words, has_read in said if has_read], [words for words, has_read in said if not has_read]


def _said(readers: Iterable[tuple[str, str, dt.date | None]]) -> Iterator[tuple[str, bool]]:
    for name, home, on in readers:
        yield gettext("%(name)s (%(home)s)", name=name, home=home), on is not None
