"""What is asked of who begins a conversation."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from constellations.core.forms import Form, KeysField, one_line
from constellations.models import Person
from constellations.words import in_words
from messaging.rules import LONGEST_TITLE


class PeopleForm(Form):
    """Some of the people one may talk to."""

    people = KeysField(_("Who?"), choices=[])

    def offer(self, people: list[Person]) -> None:
        """Offer these people."""
        self.people.choices = [(str(person.id), f"{person.name}, {in_words(person.role)}") for person in people]


class NewConversationForm(PeopleForm):
    """With whom; several people, or a name, make a group."""

    title = StringField(
        _("Name of the group"),
        [Length(max=LONGEST_TITLE, message=_("Use a shorter name: at most 80 letters."))],
        filters=[one_line],
        description=_("Needed where there are more than two of you, such as “Summer outing”. No child’s name."),
    )
