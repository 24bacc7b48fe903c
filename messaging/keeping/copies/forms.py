"""What is asked of who takes a copy of a conversation that they are not in."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from constellations.core.forms import Form


class CopyForm(Form):
    """Why."""

    reason = StringField(
        _("Why do you take a copy of this conversation?"),
        description=_("Everybody in it sees your name, the day and this reason. Say nothing here of a concern itself."),
    )
