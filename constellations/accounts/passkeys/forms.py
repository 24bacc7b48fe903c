"""What is asked of who makes a passkey, or shows one."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from constellations.accounts.passkeys.rules import LONGEST_NAME
from constellations.core.forms import Form, one_line


class PasskeyForm(Form):
    """What the device answers, as the page's script hands it over."""

    answer = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """The same for a passkey that is made, and what it is called."""

    name = StringField(
        _("Which device is it on?"),
        [
            InputRequired(_("Give it a name, so that you know it again.")),
            Length(max=LONGEST_NAME, message=_("Give it a shorter name: at most 60 letters.")),
        ],
        [one_line],
        description=_("Such as my phone, or the key on my key ring."),
    )
