"""What is asked where a family moves to another constellation."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, chosen_key
from constellations.going.moving.queries import FamilyToMove


class MoveWish(Form):
    """Where to, and from which day; it changes nothing, so it needs no token."""

    class Meta:
        """How the form is read."""

        csrf = False

    constellation_id = SelectField(
        _("To which constellation"), [InputRequired(_("Choose a constellation."))], coerce=chosen_key
    )
    day = DayField(
        _("First day in the new constellation"),
        [InputRequired(_("Enter the first day in the new constellation."))],
        description=_("On that day the family no longer belongs to the old one."),
    )

    def offer(self, family: FamilyToMove) -> "MoveWish":
        """Fill in where the family could go."""
        self.constellation_id.choices = options({"": gettext("Choose a constellation"), **family.choices})
        return self


class MoveForm(MoveWish):
    """The same, meant: what was looked at is sent once more."""

    class Meta:
        """How the form is read."""

        csrf = True

    version = HiddenField()
