"""What is asked where a service is set."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from constellations.core.choices import options
from constellations.core.forms import Form, one_line
from constellations.rules import Nation
from constellations.service.rules import SLEEPOVER_WORDS, is_phone
from constellations.words import words_of


class ServiceForm(Form):
    """Name, word for a stay, phone out of hours, and whether people may send photos and documents."""

    version = HiddenField()
    name = StringField(_("Name of the service"), [DataRequired(_("Enter a name.")), Length(max=80)], [one_line])
    sleepover_word = RadioField(
        _("What carers call a stay"),
        [InputRequired(_("Choose a word."))],
        choices=options({word: word for word in SLEEPOVER_WORDS}),
    )
    out_of_hours_phone = StringField(
        _("Phone out of hours"),
        [Optional(), Length(max=26)],
        [one_line],
        description=_("The emergency duty team. Carers see it when they need help at night. It may stay empty."),
    )
    photos_allowed = BooleanField(
        _("People may send photos in conversations"),
        description=_("Whoever sends one says that everybody in the picture may be shown."),
    )
    documents_allowed = BooleanField(
        _("People may send documents in conversations"), description=_("PDF files and plain text.")
    )
    closing_day = IntegerField(
        _("Ask staff to close a month from this day of the next one on"),
        [Optional(), NumberRange(1, 28, _("Enter a day from 1 to 28."))],
        description=_("A month is never closed by itself: somebody does it."),
    )
    nation = RadioField(
        _("Whose bank holidays the calendar shows"),
        [InputRequired(_("Choose a nation."))],
        choices=options(words_of(Nation)),
    )

    def validate_out_of_hours_phone(self, field: Field) -> None:
        """Refuse what cannot be dialled."""
        if not is_phone(field.data or ""):
            raise ValidationError(gettext("Enter a phone number, such as 0300 123 4567."))
