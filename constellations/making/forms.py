"""What is asked where a constellation, a home or a child is made."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from constellations.children.forms import ChildForm
from constellations.core.choices import options
from constellations.core.forms import DayField, Form, chosen_key, one_line
from constellations.rules import ChildStatus, ConstellationKind
from constellations.words import words_of

NEW_KEY = _("The key in the register, if it has one there. Empty: Roost makes one.")


class NewConstellationForm(Form):
    """A constellation."""

    name = StringField(_("Name"), [InputRequired(_("Enter a name.")), Length(max=80)], [one_line])
    kind = RadioField(
        _("What is it?"),
        [InputRequired(_("Choose what it is."))],
        choices=options(words_of(ConstellationKind)),
        coerce=ConstellationKind,
        default=ConstellationKind.MOCKINGBIRD,
    )
    key = StringField(_("Reference"), [Optional(), Length(max=80)], [one_line], description=NEW_KEY)


class NewHomeForm(Form):
    """A home, and where it belongs."""

    name = StringField(_("Name"), [InputRequired(_("Enter a name.")), Length(max=80)], [one_line])
    area = StringField(_("Area"), [Length(max=80)], [one_line], description=_("It may stay empty."))
    beds = IntegerField(
        _("Beds for visiting children"),
        [InputRequired(_("Enter a number from 0 to 20.")), NumberRange(0, 20, _("Enter a number from 0 to 20."))],
    )
    approved_children = IntegerField(
        _("Approved for how many children"),
        [InputRequired(_("Enter a number from 1 to 20.")), NumberRange(1, 20, _("Enter a number from 1 to 20."))],
    )
    constellation_id = SelectField(_("Constellation"), coerce=chosen_key)
    day = DayField(_("From which day"), [InputRequired(_("Enter the first day."))])
    key = StringField(_("Reference"), [Optional(), Length(max=80)], [one_line], description=NEW_KEY)

    def offer(self, constellations: Mapping[str, str]) -> "NewHomeForm":
        """Fill in what there is to choose from."""
        self.constellation_id.choices = options({"": gettext("No constellation yet"), **constellations})
        return self


class NewChildForm(ChildForm):
    """A child, and where it lives."""

    status = RadioField(
        _("Arrangement"),
        [InputRequired(_("Choose an arrangement."))],
        choices=options(words_of(ChildStatus)),
        coerce=ChildStatus,
        default=ChildStatus.LOOKED_AFTER,
    )
    home_id = SelectField(_("Lives with"), coerce=chosen_key)
    day = DayField(_("From which day"), [InputRequired(_("Enter the first day."))])
    key = StringField(_("Reference"), [Optional(), Length(max=80)], [one_line], description=NEW_KEY)

    def offer(self, homes: Mapping[str, str]) -> "NewChildForm":
        """Fill in what there is to choose from."""
        self.home_id.choices = options({"": gettext("No home here"), **homes})
        return self
