"""What is asked where a constellation closes."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import InputRequired

from constellations.core.forms import DayField, Form


class CloseWish(Form):
    """From which day; it changes nothing, so it needs no token."""

    class Meta:
        """How the form is read."""

        csrf = False

    day = DayField(
        _("First day on which it is closed"),
        [InputRequired(_("Enter the first day on which it is closed."))],
        description=_("On that day no home belongs to it any more."),
    )


class CloseForm(CloseWish):
    """The same, meant: what was looked at is sent once more."""

    class Meta:
        """How the form is read."""

        csrf = True

    version = HiddenField()


class OpenAgainForm(Form):
    """That it does not close after all."""

    version = HiddenField()
