"""What is asked where a service chooses for how long it keeps what is said."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from constellations.core.forms import Form
from messaging.keeping.rules import MOST_MONTHS, Kept, KeptFor
from messaging.keeping.words import KEPT_WORDS

IN_REACH = _("Enter a number of months from 1 to 600, or nothing to keep it for ever.")


def _months(kept: Kept) -> IntegerField:
    return IntegerField(KEPT_WORDS[kept], [Optional(), NumberRange(1, MOST_MONTHS, IN_REACH)])


class RetentionForm(Form):
    """Months for each kind of record; an empty field is for ever."""

    version = HiddenField()
    constellation = _months(Kept.CONSTELLATION)
    about = _months(Kept.ABOUT)
    people = _months(Kept.PEOPLE)
    earlier = _months(Kept.EARLIER)
    sure = BooleanField(_("Yes, let that go tonight"))

    @property
    def kept_for(self) -> KeptFor:
        """What is chosen."""
        return KeptFor(self.constellation.data, self.about.data, self.people.data, self.earlier.data)

    @property
    def is_warned(self) -> bool:
        """Whether the form comes back with a warning, and a box to tick."""
        return bool(self.sure.errors or self.sure.data)
