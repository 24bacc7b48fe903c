"""What is asked of who proves a number."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from constellations.core.forms import Form, one_line


class CodeForm(Form):
    """The code of the text message."""

    code = StringField(
        _("The six figures of the text message"),
        [InputRequired(_("Enter the six figures of the text message.")), Length(max=30)],
        [one_line],
    )
