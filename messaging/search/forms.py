"""What is asked of who searches."""

import uuid
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, chosen_key, one_line
from messaging.search.queries import Wanted
from messaging.search.rules import LONGEST_SEARCH


class SearchForm(Form):
    """Words, and what narrows them; it changes nothing, so an address may hold it."""

    class Meta:
        """No token: following a link is enough."""

        csrf = False

    words = StringField(
        _("Words"),
        [Length(max=LONGEST_SEARCH, message=_("Use fewer words: at most 200 letters."))],
        filters=[one_line],
        description=_("All of them are looked for. The last may be only the beginning of a word."),
    )
    person = SelectField(_("Who wrote it"), default="")
    conversation = SelectField(_("Where"), default="")
    first = DayField(_("From"), [Optional()])
    last = DayField(_("Until"), [Optional()])

    def offer(self, people: Mapping[uuid.UUID, str], conversations: Mapping[uuid.UUID, str]) -> "SearchForm":
        """Fill in what there is to choose from."""
        self.person.choices = options({"": gettext("Anybody"), **_by_key(people)})
        self.conversation.choices = options({"": gettext("Everywhere"), **_by_key(conversations)})
        return self

    def validate_last(self, field: Field) -> None:
        """Days stand in their order."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(gettext("Choose a day that is not before the first one."))

    @property
    def narrows(self) -> bool:
        """Whether more than words was asked for, or something of it is wrong."""
        more = (self.person, self.conversation, self.first, self.last)
        return any(field.data or field.errors for field in more)

    @property
    def wanted(self) -> Wanted:
        """What a filled-in form asks for."""
        person, conversation = chosen_key(self.person.data), chosen_key(self.conversation.data)
        return Wanted(self.words.data or "", person, conversation, self.first.data, self.last.data)

    @property
    def typed(self) -> dict[str, str]:
        """The same as an address holds it."""
        days = {name: self[name].data.isoformat() for name in ("first", "last") if self[name].data}
        said = {name: self[name].data for name in ("words", "person", "conversation") if self[name].data}
        return said | days


def _by_key(names: Mapping[uuid.UUID, str]) -> dict[str, str]:
    return {str(key): name for key, name in names.items()}
