"""What is asked of who calls a stay off."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from constellations.core.forms import Form, one_line
from sleepovers.stays.rules import LONGEST_REASON


class CallOffForm(Form):
    """Why a stay is called off; the hidden fields say which version of it the person looked at, and when."""

    reason = StringField(
        _("Why?"),
        [
            DataRequired(_("Say in a few words why, without anybody’s name.")),
            Length(max=LONGEST_REASON, message=_("Say it in fewer words: at most 500 letters.")),
        ],
        filters=[one_line],
        description=_("A few words, without anybody’s name. Both homes and your liaison worker can read it."),
    )
    version = HiddenField()
    opened_at = HiddenField()
