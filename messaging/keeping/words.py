"""The words for what is kept, and for what went."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from constellations.core.words import listed_words
from messaging.keeping.rules import Gone, Kept

KEPT_WORDS: dict[Kept, LazyString] = {
    Kept.CONSTELLATION: _("Conversations of a constellation, and announcements"),
    Kept.ABOUT: _("Conversations about a sleepover, an ask or an event"),
    Kept.PEOPLE: _("Conversations between two people, and groups"),
    Kept.EARLIER: _("What messages said before they were changed or removed"),
}
"""The kinds of record for which a service chooses how long."""

GONE_WORDS: dict[Gone, tuple[str, str]] = {
    Gone.MESSAGES: ("%(num)s message", "%(num)s messages"),
    Gone.EARLIER: ("%(num)s earlier wording", "%(num)s earlier wordings"),
    Gone.REACTIONS: ("%(num)s reaction", "%(num)s reactions"),
    Gone.MENTIONS: ("%(num)s mention", "%(num)s mentions"),
    Gone.POLLS: ("%(num)s poll", "%(num)s polls"),
    Gone.VOTES: ("%(num)s vote", "%(num)s votes"),
    Gone.FILES: ("%(num)s photo or document", "%(num)s photos and documents"),
    Gone.ANNOUNCEMENTS: ("%(num)s announcement", "%(num)s announcements"),
    Gone.GOT_IT: ("%(num)s “Got it”", "%(num)s “Got it”"),
}
"""One, and several, of what is removed."""


def gone_words(counts: Mapping[Gone, int]) -> str:
    """Say how much of what goes, or went: `3 messages, 1 reaction and 2 votes`; nothing where nothing does."""
    return listed_words([ngettext(*GONE_WORDS[gone], counts[gone]) for gone in Gone if counts.get(gone)])


DEED_WORDS: dict[str, LazyString] = {
    "reactions": _("Reactions"),
    "votes": _("Answers to polls"),
    "named": _("Where they were named"),
    "read": _("How far they read"),
    "announcements": _("Announcements that they wrote"),
    "got_it": _("“Got it” that they said"),
    "looks": _("Conversations that they read with a reason"),
    "concerns": _("What worried them"),
}
"""What a copy of somebody's words tells beside their messages."""
