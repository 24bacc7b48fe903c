"""What is asked where two records become one."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import Form, chosen_key


class DoubleWish(Form):
    """Which one goes; it changes nothing, so it needs no token."""

    class Meta:
        """How the form is read."""

        csrf = False

    other = SelectField(
        _("Which one stands twice, and goes?"), [InputRequired(_("Choose the other one."))], coerce=chosen_key
    )

    def offer(self, choices: Mapping[str, str]) -> "DoubleWish":
        """Fill in what there is to choose from."""
        self.other.choices = options({"": gettext("Choose the other one"), **choices})
        return self


class MergeForm(DoubleWish):
    """The same, meant: what was looked at is sent once more."""

    class Meta:
        """How the form is read."""

        csrf = True

    seen = HiddenField()
