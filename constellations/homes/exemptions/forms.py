"""What is asked where an exemption is granted or ended."""

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from constellations.core.forms import DayField, Form, chosen_key, one_line
from constellations.homes.exemptions.rules import LONGEST_CONDITIONS


class ExemptionForm(Form):
    """Whom an exemption names, when it holds, and on what conditions."""

    child_ids = SelectMultipleField(
        _("Children whom it names"), coerce=chosen_key, description=_("First those who live here.")
    )
    day = DayField(_("From which day"), [InputRequired(_("Enter the first day on which it holds."))])
    last = DayField(
        _("Until which day"), [Optional()], description=_("The last day. It may stay empty: then until further notice.")
    )
    conditions = TextAreaField(
        _("Conditions"),
        [Length(max=LONGEST_CONDITIONS, message=_("Say it in fewer words: at most 500 letters."))],
        [one_line],
        description=_("What the exemption asks for, without anybody’s name. It may stay empty."),
    )


class EndForm(Form):
    """When an exemption ends."""

    day = DayField(
        _("First day on which it no longer holds"),
        [InputRequired(_("Enter the first day on which it no longer holds."))],
        description=_("The day on which it began takes it back altogether."),
    )
