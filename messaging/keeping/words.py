"""The words for what is kept, and for what somebody did beside writing."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from messaging.keeping.rules import Kept

KEPT_WORDS: dict[Kept, LazyString] = {
    Kept.CONSTELLATION: _("Conversations of a constellation, and announcements"),
    Kept.ABOUT: _("Conversations about a sleepover, an ask or an event"),
    Kept.PEOPLE: _("Conversations between two people, and groups"),
    Kept.EARLIER: _("What messages said before they were changed or removed"),
}
"""The kinds of record for which a service chooses how long."""

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
