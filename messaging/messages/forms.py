"""What is asked of who writes a message."""

import uuid

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField

from constellations.core.forms import Form, chosen_key
from constellations.core.ids import new_id
from messaging.posting.actions import Written
from messaging.safeguarding.nudges.rules import NUDGES


class BodyForm(Form):
    """Words; `sure` is pressed where they are sent anyway, after a nudge."""

    body = TextAreaField(_("Message"))
    sure = StringField()

    @property
    def is_sure(self) -> bool:
        """Whether the words are meant as they are."""
        return bool(self.sure.data)

    @property
    def is_nudged(self) -> bool:
        """Whether the form comes back with a nudge, and a way to send it anyway."""
        return any(nudge().words in self.body.errors for nudge in NUDGES)


class MessageForm(BodyForm):
    """Words for a conversation; the page gives the name under which they are sent, so that twice is once."""

    client_id = HiddenField()
    reply_to = HiddenField()

    def begun(self, reply_to: uuid.UUID | None) -> "MessageForm":
        """An empty form, to answer a message where one is named."""
        self.client_id.data, self.reply_to.data = str(new_id()), str(reply_to or "")
        return self

    @property
    def answered(self) -> uuid.UUID | None:
        """The message that is answered, none where none is named."""
        return _key(self.reply_to.data)

    @property
    def written(self) -> Written:
        """What is written; a page that lost its name for it gets a new one."""
        return Written(sent_under(self.client_id.data), self.body.data or "", self.answered, self.is_sure)


class ReactForm(Form):
    """A picture, put there or taken away."""

    emoji = StringField()
    on = StringField()


def sent_under(name: str | None) -> uuid.UUID:
    """The name under which a page sends words, so that twice is once; a new one where the page has lost it."""
    return _key(name) or new_id()


def _key(text: str | None) -> uuid.UUID | None:
    try:
        return chosen_key(text)
    except ValueError:
        return None
