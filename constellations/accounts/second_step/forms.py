"""What is asked of who sets an app up."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from constellations.accounts.second_step.giving.forms import LONGEST_CODE
from constellations.core.forms import Form, one_line


class FirstCodeForm(Form):
    """The first code that an app shows, which proves that it has the key."""

    code = StringField(
        _("The six figures that your app shows now"),
        [InputRequired(_("Enter the six figures that your app shows.")), Length(max=LONGEST_CODE)],
        [one_line],
    )
