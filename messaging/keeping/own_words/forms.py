"""What is asked of who takes a copy of a person's words."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from constellations.core.forms import Form


class CopyReasonForm(Form):
    """Why."""

    reason = StringField(
        _("Why do you take this copy?"),
        description=_("They read your name, the day and this reason. Such as: they asked for it by letter."),
    )
