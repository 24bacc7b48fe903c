"""What is asked of who did not ask: which night it was."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import InputRequired

from constellations.core.forms import DayField, Form


class UnaskedForm(Form):
    """A night, for a home."""

    family = HiddenField()
    night = DayField(_("Another night"), [InputRequired(_("Choose the night."))])
