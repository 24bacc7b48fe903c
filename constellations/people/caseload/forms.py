"""What is asked where a liaison worker's constellations are handed over."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, KeysField, chosen_key, one_line
from constellations.people.caseload.queries import Caseload


class HandOverWish(Form):
    """Which constellations, to whom, from when, and why; it changes nothing, so it needs no token."""

    class Meta:
        """How the form is read."""

        csrf = False

    constellation_ids = KeysField(_("Constellations"), [InputRequired(_("Choose at least one constellation."))])
    to = SelectField(_("To whom"), [InputRequired(_("Choose a liaison worker."))], coerce=chosen_key)
    first = DayField(_("From which day"), [InputRequired(_("Enter the first day."))])
    last = DayField(
        _("Until which day"),
        [Optional()],
        description=_("Empty: for good. With a last day the other one stands in, and it comes back afterwards."),
    )
    reason = StringField(_("Why"), [InputRequired(_("Say why in a few words.")), Length(max=200)], [one_line])

    def offer(self, caseload: Caseload) -> "HandOverWish":
        """Fill in what there is to choose from."""
        self.constellation_ids.choices = options(caseload.constellations)
        self.to.choices = options({"": gettext("Choose a liaison worker"), **caseload.others})
        return self


class HandOverForm(HandOverWish):
    """The same, meant: what was looked at is sent once more."""

    class Meta:
        """How the form is read."""

        csrf = True
