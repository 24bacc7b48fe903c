"""What is asked of who names the readers of concerns."""

from flask_babel import lazy_gettext as _

from constellations.core.forms import Form, KeysField
from constellations.models import Person
from constellations.words import in_words


class ReadersForm(Form):
    """Some of those who may read concerns; none is a choice too."""

    people = KeysField(
        _("Who reads concerns?"),
        choices=[],
        description=_("With nobody chosen, the liaison workers of the constellation and all managers read them."),
    )

    def offer(self, people: list[Person]) -> None:
        """Offer these people."""
        self.people.choices = [(str(person.id), f"{person.name}, {in_words(person.role)}") for person in people]
