"""What is asked where a service chooses for how long a kind of record is kept."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from constellations.core.forms import Form

A_NUMBER = _("Enter a whole number.")

LARGEST = 9_999
"""More than any kind allows; the kind's own limits are said by its rule."""


class HowLongForm(Form):
    """How many days, months or years; an empty field is for ever."""

    version = HiddenField()
    amount = IntegerField(_("Keep it for"), [Optional(), NumberRange(-LARGEST, LARGEST, A_NUMBER)])
    sure = BooleanField(_("Yes, let that go tonight"))

    @property
    def is_warned(self) -> bool:
        """Whether the form comes back with a warning, and a box to tick."""
        return bool(self.sure.errors or self.sure.data)
