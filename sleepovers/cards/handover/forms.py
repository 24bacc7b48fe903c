"""What is asked of who hands a child over."""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField

from constellations.core.choices import options
from constellations.core.forms import Form, KeysField
from sleepovers.cards.handover.queries import Thing
from sleepovers.cards.handover.rules import Way

WAY_WORDS: dict[Way, str] = {Way.THERE: _("To the host"), Way.HOME: _("To the child’s home")}


class NoteForm(Form):
    """A note for the other home; staff say for which."""

    words = TextAreaField(
        _("What should they know?"),
        description=_(
            "How the day was, what was eaten, when the last medicine was given, what is on the child’s mind."
        ),
    )
    way = RadioField(
        _("Who should read it?"),
        choices=options({way.value: words for way, words in WAY_WORDS.items()}),
        default=Way.THERE.value,
    )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not (self.words.data or "").strip()

    @property
    def chosen_way(self) -> Way:
        """For whom it is."""
        return Way(self.way.data) if self.way.data in set(Way) else Way.THERE


class PackForm(Form):
    """Things for the list, and those to take off it."""

    things = TextAreaField(_("Put on the list"), description=_("One thing on a line, such as: blue toothbrush."))
    off = KeysField(_("Take off the list"))

    def offer(self, found: Sequence[Thing]) -> "PackForm":
        """The form with what can be taken off."""
        self.off.choices = options({str(thing.thing_id): thing.words or str(_("Locked")) for thing in found})
        return self

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to go on the list, and nothing off it."""
        return not ((self.things.data or "").strip() or self.off.data)


def keys_in(texts: Sequence[str]) -> set[uuid.UUID]:
    """The keys of what was ticked; what is none is left out."""
    return {uuid.UUID(text) for text in texts if _is_key(text)}


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
