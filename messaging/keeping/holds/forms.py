"""What is asked of who gives a legal hold."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from constellations.core.forms import Form


class HoldForm(Form):
    """Why."""

    reason = StringField(
        _("Why is this conversation held?"),
        description=_("Such as a complaint or a court’s order. The managers of the service read it. No child’s name."),
    )
