"""What is asked where a home is corrected."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, chosen_key, one_line
from constellations.rules import HomeRole, HomeStatus
from constellations.words import words_of

STAYS, LEAVES = "stays", "leaves"


class NamesForm(Form):
    """What a home is called."""

    version = HiddenField()
    name = StringField(_("Name"), [InputRequired(_("Enter a name.")), Length(max=80)], [one_line])
    area = StringField(
        _("Area"), [Length(max=80)], [one_line], description=_("The part of town or the village. It may stay empty.")
    )
    key = StringField(
        _("Reference"),
        [InputRequired(_("Enter a reference.")), Length(max=80)],
        [one_line],
        description=_("The key of this home in the register."),
    )
    approved_on = DayField(
        _("Approved as foster carers on"),
        [Optional()],
        description=_("It may stay empty. Milestones and the first two years are counted from that day."),
    )


class TermsForm(Form):
    """What a home is ready for, from a day on."""

    version = HiddenField()
    day = DayField(_("From which day"), [InputRequired(_("Enter the first day on which this holds."))])
    beds = IntegerField(
        _("Beds for visiting children"),
        [InputRequired(_("Enter a number from 0 to 20.")), NumberRange(0, 20, _("Enter a number from 0 to 20."))],
    )
    approved_children = IntegerField(
        _("Approved for how many children"),
        [InputRequired(_("Enter a number from 1 to 20.")), NumberRange(1, 20, _("Enter a number from 1 to 20."))],
    )
    status = RadioField(
        _("How the home stands"),
        [InputRequired(_("Choose how the home stands."))],
        description=_("On hold, away or left: no child is sent there. Sleepovers agreed before are not taken back."),
        choices=options(words_of(HomeStatus)),
        coerce=HomeStatus,
    )
    review_on = DayField(
        _("When is the hold reviewed?"),
        [Optional()],
        description=_("Only for a home on hold: the day on which you look at it again, within a year."),
    )
    sure = BooleanField(_("Yes, the home leaves its constellations on that day"))

    def validate_sure(self, field: Field) -> None:
        """A home that leaves ends its memberships: ask once more."""
        if self.status.data is HomeStatus.LEFT and not field.data:
            raise ValidationError(
                gettext("A home that has left belongs to no constellation. Tick the box if it leaves.")
            )


class JoinForm(Form):
    """Which constellation a home joins, as what, and when."""

    constellation_id = SelectField(_("Constellation"), [InputRequired(_("Choose a constellation."))], coerce=chosen_key)
    role = RadioField(_("As"), choices=options(words_of(HomeRole)), coerce=HomeRole, default=HomeRole.SATELLITE)
    day = DayField(_("From which day"), [InputRequired(_("Enter the first day as a member."))])


class LeaveForm(Form):
    """When a membership ends."""

    day = DayField(
        _("First day no longer a member"),
        [InputRequired(_("Enter the first day on which the home is no longer a member."))],
        description=_("The day on which the membership began takes it back altogether."),
    )


class RoleForm(Form):
    """What a member is from a day on."""

    role = RadioField(
        _("The home is"),
        [InputRequired(_("Choose what the home is."))],
        choices=options(words_of(HomeRole)),
        coerce=HomeRole,
    )
    day = DayField(_("From which day"), [InputRequired(_("Enter the first day on which this holds."))])


class SuccessionForm(Form):
    """Which home becomes the hub, when, and what becomes of the old hub."""

    home_id = SelectField(_("The new hub home"), [InputRequired(_("Choose a home."))], coerce=chosen_key)
    day = DayField(_("From which day"), [InputRequired(_("Enter the new hub’s first day."))])
    old_hub = RadioField(
        _("The old hub home"),
        choices=options({STAYS: _("stays as a satellite"), LEAVES: _("leaves the constellation")}),
        default=STAYS,
    )
