"""What is asked where finance says what was paid."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from constellations.core.forms import DayField, Form, KeysField, one_line


class PaidForm(Form):
    """When a batch was paid, and which lines of it came back."""

    paid_on = DayField(_("Paid on"), [InputRequired(_("Enter the day on which it was paid."))])
    came_back = KeysField(
        _("Lines that came back"),
        choices=[],
        validate_choice=False,
        description=_("Tick none if all of it was paid. What came back goes out again with the next batch."),
    )


class CameBackForm(Form):
    """Why one line came back."""

    reason = StringField(_("Why it came back"), [Length(max=200)], [one_line])


class PaidFileForm(Form):
    """The file of the council's own system."""

    file = FileField(
        _("A file from your payment system"),
        [FileRequired(_("Choose the file."))],
        description=_("A CSV file with the columns reference and paid_on, and, for what came back, outcome: bounced."),
    )
