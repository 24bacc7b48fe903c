"""What is asked where a service chooses for how long it keeps answers, registers and diets."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from constellations.core.forms import Form
from constellations.events.keeping.rules import MOST_MONTHS, KeptFor

IN_REACH = _("Enter a number of months from 1 to 600, or nothing to keep it for ever.")


def _months(words: LazyString) -> IntegerField:
    return IntegerField(words, [Optional(), NumberRange(1, MOST_MONTHS, IN_REACH)])


class KeepingForm(Form):
    """Months for each; an empty field is for ever."""

    version = HiddenField()
    answers = _months(_("What families said to events, counted from the event"))
    registers = _months(_("Who came to events, counted from the event"))
    diet = _months(_("What families eat, counted from when they last said so"))
    sure = BooleanField(_("Yes, let that go tonight"))

    @property
    def kept_for(self) -> KeptFor:
        """What is chosen."""
        return KeptFor(self.answers.data, self.registers.data, self.diet.data)

    @property
    def is_warned(self) -> bool:
        """Whether the form comes back with a warning, and a box to tick."""
        return bool(self.sure.errors or self.sure.data)
