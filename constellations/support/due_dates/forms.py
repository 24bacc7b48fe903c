"""What is asked where something was done at a home, or is next."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from constellations.core.choices import options
from constellations.core.forms import DayField, Form
from constellations.support.due_dates.rules import DueKind
from constellations.words import words_of


class DatesForm(Form):
    """What, when it was done, and when it is next."""

    kind = RadioField(
        _("What?"),
        [InputRequired(_("Choose what it is."))],
        choices=options(words_of(DueKind)),
        coerce=DueKind,
    )
    done_on = DayField(_("Done on"), [Optional()])
    next_on = DayField(
        _("Next on"), [Optional()], description=_("Leave it empty to count: six weeks, or a year. Dates alone.")
    )
