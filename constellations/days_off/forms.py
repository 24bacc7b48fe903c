"""What is asked where the days off of a service are kept."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, one_line
from constellations.days_off.rules import DayChoice


class DayOffForm(Form):
    """A day, and what the service says of it."""

    day = DayField(_("Day"), [InputRequired(_("Enter a day."))])
    choice = RadioField(
        _("What is it here?"),
        [InputRequired(_("Choose what it is."))],
        choices=options(
            {
                DayChoice.OFF.value: _("A day off, called as below"),
                DayChoice.NOT_OFF.value: _("No day off here"),
                DayChoice.AS_USUAL.value: _("As in the calendar of bank holidays"),
            }
        ),
    )
    words = StringField(_("What it is called"), [Length(max=60)], [one_line])


class TermsForm(Form):
    """A list of school terms."""

    file = FileField(
        _("Terms and school holidays"),
        [FileRequired(_("Choose the file."))],
        description=_("From your council: a CSV file with the columns name, first and last, or iCalendar (.ics)."),
    )


class PressForm(Form):
    """One press."""
