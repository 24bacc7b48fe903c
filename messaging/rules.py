"""What a conversation is, who may be in it, and what may be written there; plain values, no database."""

import datetime as dt
import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.errors import Conflict, RuleBroken

LONGEST_BODY = 4000
"""Letters of one message."""

LONGEST_TITLE = 80

MOST_IN_GROUP = 60
"""People of a group: three constellations and their staff."""

MOST_FOR_SEEN_BY = 10
"""People of a conversation in which one is told who has seen what one said."""

EDIT_FOR = dt.timedelta(minutes=15)
"""How long who wrote a message may change its words."""

READ_BEFORE_JOINING = dt.timedelta(days=30)
"""How far back a home that joins a constellation reads *Everyone*."""

LARGEST_NUMBER = 2**30
"""More messages than any conversation has, and a page further still a number that databases take."""

UNREAD_FOR = dt.timedelta(days=30)
"""What is older, in a conversation that somebody never opened, is not counted as unread."""

EMOJI = ("👍", "❤️", "😂", "😮", "😢", "🙏", "🎉", "✅")
"""What one may react with: few enough to find with a thumb."""

KEPT = "\n\u200d"
"""What does not print and stays: the end of a line, and what joins two pictures to one."""

SNIPPET = 120
"""Letters of a message that a reply quotes."""


class ConversationKind(StrEnum):
    """What a conversation belongs to; that says who is in it."""

    EVERYONE = "everyone"
    HUB_AND_LIAISON = "hub_and_liaison"
    DIRECT = "direct"
    GROUP = "group"
    STAY = "stay"
    ASK = "ask"
    EVENT = "event"


OF_CONSTELLATION = frozenset({ConversationKind.EVERYONE, ConversationKind.HUB_AND_LIAISON})
"""Each constellation has one of each."""

BY_NAME = frozenset({ConversationKind.DIRECT, ConversationKind.GROUP})
"""Those whose people are listed one by one."""

ABOUT_SOMETHING = frozenset({ConversationKind.STAY, ConversationKind.ASK, ConversationKind.EVENT})
"""Those that hang on something else, whose readers are in them."""


class NothingWritten(RuleBroken):
    """A message without words."""

    about = "body"

    def __init__(self) -> None:
        super().__init__("Write something first.")


class TooLong(RuleBroken):
    """More words than one message takes."""

    about = "body"

    def __init__(self) -> None:
        super().__init__(f"That is too long for one message: at most {LONGEST_BODY} letters. Send it in two.")


class NotYours(RuleBroken):
    """Somebody else's message."""

    def __init__(self) -> None:
        super().__init__("Only who wrote a message can change its words.")


class TooLate(RuleBroken):
    """The quarter of an hour is over."""

    def __init__(self) -> None:
        super().__init__("A message can be changed for 15 minutes. Write another one, or remove this one.")


class Removed(Conflict):
    """The message has been removed meanwhile."""

    def __init__(self) -> None:
        super().__init__("This message was removed.")


class Hidden(Conflict):
    """The message is hidden while somebody looks at it."""

    def __init__(self) -> None:
        super().__init__("This message is hidden while somebody looks at it. Nothing can be done with it until then.")


class UnknownEmoji(RuleBroken):
    """A reaction that is not offered."""

    def __init__(self) -> None:
        super().__init__("Choose one of the pictures that are offered.")


class NobodyToTalkTo(RuleBroken):
    """A conversation with nobody but oneself."""

    about = "people"

    def __init__(self) -> None:
        super().__init__("Choose somebody to talk to.")


class GroupTooLarge(RuleBroken):
    """More people than a group takes."""

    about = "people"

    def __init__(self) -> None:
        super().__init__(f"A group takes at most {MOST_IN_GROUP} people.")


class NoTitle(RuleBroken):
    """A group without a name."""

    about = "title"

    def __init__(self) -> None:
        super().__init__("Give the group a name.")


def pair(one: uuid.UUID, other: uuid.UUID) -> uuid.UUID:
    """The name of the conversation of two people, whoever of them begins it."""
    first, second = sorted((one, other))
    return uuid.uuid5(first, second.hex)


def sequence(typed: str) -> int | None:
    """The number of a message as an address holds it; none for what cannot be one."""
    is_number = typed.isdecimal() and len(typed) <= len(str(LARGEST_NUMBER))
    return int(typed) if is_number and int(typed) <= LARGEST_NUMBER else None


def place_of(conversation_id: uuid.UUID, seq: int, message_id: uuid.UUID) -> str:
    """The way to a message in its conversation, however old it is."""
    return f"{before_places(conversation_id)}{seq}#message-{message_id}"


def before_places(conversation_id: uuid.UUID) -> str:
    """How all ways to messages of a conversation begin, each as long as any other."""
    return f"/conversations/{conversation_id}?at="


def place_in(path: str) -> tuple[uuid.UUID, int]:
    """The conversation and the number of the message to which a way of `place_of` leads."""
    before, _, after = path.partition("?at=")
    return uuid.UUID(before.removeprefix("/conversations/")), int(after.partition("#")[0])


def is_quote_for_all(quoted_at: dt.datetime, answered_at: dt.datetime, starts: Collection[dt.datetime]) -> bool:
    """Whether everybody who may read an answer may read what it quotes.

    `starts` are the moments from which on each reader reads. Who came after the answer reads neither; who came between
    the two would read the beginning of what was said before their time.
    """
    return not any(quoted_at < start <= answered_at for start in starts)


def tidy(body: str, is_alone: bool = True) -> str:
    """A message's words as they are kept: no control characters, no space around; raises NothingWritten, TooLong.

    Where files come with them, there need not be any.
    """
    kept = "".join(letter for letter in body.replace("\r\n", "\n") if letter in KEPT or letter.isprintable())
    words = re.sub(r"\n{3,}", "\n\n", kept).strip()
    if is_alone and not words:
        raise NothingWritten
    if len(words) > LONGEST_BODY:
        raise TooLong
    return words


def must_be_editable(is_own: bool, posted_at: dt.datetime, now: dt.datetime) -> None:
    """Raise NotYours or TooLate where the words of a message stand."""
    if not is_own:
        raise NotYours
    if now - posted_at > EDIT_FOR:
        raise TooLate


def snippet(body: str) -> str:
    """The beginning of a message, on one line."""
    line = " ".join(body.split())
    return line if len(line) <= SNIPPET else line[: SNIPPET - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message's words: plain, a `link` that can be followed, or a `mention`."""

    kind: str
    text: str


LINK = r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]']"
MENTION = "mention"


def pieces(body: str, ways: Collection[str] = ()) -> tuple[Piece, ...]:
    """A message cut into plain words, links, and mentions in one of these ways, in order and without loss."""
    names = sorted(ways, key=len, reverse=True)
    at = "|".join(re.escape(f"@{name}") for name in names)
    pattern = re.compile(rf"({LINK})" + (rf"|({at})(?!\w)" if names else ""), re.IGNORECASE)
    found, after = [], 0
    for match in pattern.finditer(body):
        if match.start() > after:
            found.append(Piece("plain", body[after : match.start()]))
        found.append(Piece("link" if match.group(1) else MENTION, match.group()))
        after = match.end()
    if after < len(body):
        found.append(Piece("plain", body[after:]))
    return tuple(found)


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """People by the first words of their names, in order; those who share one by the whole name."""
    firsts = [name.split()[0] for name in names]
    return tuple(sorted(name if firsts.count(first) > 1 else first for name, first in zip(names, firsts, strict=True)))


HUB, LIAISON = "hub", "liaison"
"""The words that mention whoever is hub carer or liaison worker."""


def ways_to_mention(name: str) -> tuple[str, str]:
    """How a person may be written after an @: the whole name, or the first word of it."""
    return name, name.split()[0]


def mentioned(body: str, name: str) -> bool:
    """Whether a name, or its first word, stands in a message after an @."""
    ways = ways_to_mention(name)
    return any(_is_said(tail, way) for tail in body.split("@")[1:] for way in ways)


def _is_said(tail: str, way: str) -> bool:
    """Whether words begin with a name, and not with a longer one."""
    after = tail[len(way) : len(way) + 1]
    return tail[: len(way)].casefold() == way.casefold() and not (after.isalnum() or after == "_")
