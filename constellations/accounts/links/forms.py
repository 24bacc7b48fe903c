"""What is asked of who has forgotten their password."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired

from constellations.core.forms import Form


class ForgottenForm(Form):
    """The mail address to which a link may go."""

    email = StringField(_("Email address"), [InputRequired(_("Enter your email address."))])
