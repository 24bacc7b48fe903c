"""What is asked where a constellation, a home or a child is made."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from constellations.children.rules import is_plausible_birth
from constellations.core import clock
from constellations.core.choices import options
from constellations.core.clock import Month
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


class NewChildForm(Form):
    """A child, and where it lives."""

    initials = StringField(
        _("Initials"),
        [Regexp(r"^[^\W\d_]{1,4}$", message=_("Enter one to four letters, never a name."))],
        [one_line],
        description=_("One to four letters, never a name."),
    )
    born = StringField(_("Month of birth"), filters=[one_line], description=_("Year and month, such as 2015-03."))
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

    def validate_born(self, field: Field) -> None:
        """A month that is written as one, and in which a child of today was born."""
        try:
            born = Month.parse(field.data or "")
        except ValueError as unreadable:
            raise ValidationError(gettext("Enter a year and a month, such as 2015-03.")) from unreadable
        if not is_plausible_birth(born, clock.today()):
            raise ValidationError(gettext("Check the year: nobody here was born then."))
