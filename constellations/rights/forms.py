"""What is asked where somebody asks for a copy, a hold or an erasure."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from constellations.core.forms import Form, one_line


class ActForm(Form):
    """Nothing but the token: the button itself is the answer."""


class HoldForm(Form):
    """Why somebody is held."""

    reason = StringField(
        _("Why are they held?"),
        description=_("Such as a complaint or a court’s order. The managers of the service read it. No child’s name."),
    )


class EraseForm(Form):
    """By which further words somebody is found in what others wrote."""

    also = StringField(
        _("Words to look for in what others wrote"),
        [Length(max=200)],
        [one_line],
        description=_(
            "Their full name, address and number are looked for anyway, and the reference of a child. "
            "Put commas between words."
        ),
    )
