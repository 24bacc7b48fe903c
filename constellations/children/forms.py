"""What is asked where a child's record is corrected."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from constellations.children.rules import is_plausible_birth
from constellations.core import clock
from constellations.core.choices import options
from constellations.core.clock import Month
from constellations.core.forms import DayField, Form, chosen_key, one_line
from constellations.people.rules import mail_address
from constellations.rules import ChildStatus, StayAuthority
from constellations.words import words_of

NO_HOME = ""
"""The choice of no home."""


def _as_written(month: Month | str | None) -> str | None:
    return str(month) if isinstance(month, Month) else one_line(month)


class ChildForm(Form):
    """Who a child is: never by its name."""

    initials = StringField(
        _("Initials"),
        [Regexp(r"^[^\W\d_]{1,4}$", message=_("Enter one to four letters, never a name."))],
        [one_line],
        description=_("One to four letters, never a name."),
    )
    born = StringField(_("Month of birth"), filters=[_as_written], description=_("Year and month, such as 2015-03."))

    def validate_born(self, field: Field) -> None:
        """A month that is written as one, and in which a child of today was born."""
        try:
            born = Month.parse(field.data or "")
        except ValueError as unreadable:
            raise ValidationError(gettext("Enter a year and a month, such as 2015-03.")) from unreadable
        if not is_plausible_birth(born, clock.today()):
            raise ValidationError(gettext("Check the year: nobody here was born then."))


class FactsForm(ChildForm):
    """What is kept of a child besides where it lives."""

    version = HiddenField()
    key = StringField(
        _("Reference"),
        [InputRequired(_("Enter a reference.")), Length(max=80)],
        [one_line],
        description=_("The key of this child in the register."),
    )
    stay_authority = RadioField(
        _("May the child sleep elsewhere?"),
        [InputRequired(_("Choose who decides."))],
        choices=options(words_of(StayAuthority)),
        coerce=StayAuthority,
    )
    is_solo = BooleanField(_("Must be the only child staying in a home"))
    social_worker_email = StringField(
        _("Email address of the child’s social worker"),
        [Length(max=200)],
        [one_line],
        description=_("It may stay empty. Only staff see it."),
    )

    def validate_social_worker_email(self, field: Field) -> None:
        """Nothing, or a mail address, which is kept in small letters."""
        address = mail_address(field.data or "")
        if field.data and address is None:
            raise ValidationError(gettext("Enter an email address, such as name@example.org."))
        field.data = address


class StatusForm(Form):
    """Under which arrangement a child lives, from a day on."""

    version = HiddenField()
    status = RadioField(
        _("The child is"),
        [InputRequired(_("Choose an arrangement."))],
        choices=options(words_of(ChildStatus)),
        coerce=ChildStatus,
    )
    day = DayField(_("From which day"), [InputRequired(_("Enter the first day on which this holds."))])


class MoveForm(Form):
    """In which home a child lives, from a day on."""

    version = HiddenField()
    home_id = SelectField(_("Lives with"), coerce=chosen_key)
    day = DayField(_("From which day"), [InputRequired(_("Enter the first day in that home."))])


class ApartForm(Form):
    """Whom a child must not sleep in one home with."""

    other_id = SelectField(_("The other child"), coerce=chosen_key, validators=[InputRequired(_("Choose a child."))])


class SiblingForm(Form):
    """Whose sibling a child is."""

    other_id = SelectField(
        _("The sibling"),
        coerce=chosen_key,
        validators=[InputRequired(_("Choose a child."))],
        description=_("First those of the same home. Who is a sibling of one of the two is then a sibling of both."),
    )
