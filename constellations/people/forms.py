"""What is asked where people are added and changed."""

import uuid
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, one_line
from constellations.people.rules import mail_address
from constellations.permissions import CARERS, ROLE_WORDS, Role

NOBODY = ""


def role_options() -> list[tuple[str, str]]:
    """All roles, as the options of a field."""
    return options({role.value: gettext(words).capitalize() for role, words in ROLE_WORDS.items()})


class MailField(StringField):
    """A mail address, in small letters and without space around it."""

    def pre_validate(self, form: object) -> None:
        """Refuse what cannot be a mail address."""
        address = mail_address(self.data or "")
        if address is None:
            raise ValidationError(gettext("Enter an email address, such as name@example.org."))
        self.data = address


class PersonForm(Form):
    """What a person is: name, address, role, and for carers the home."""

    version = HiddenField()
    name = StringField(_("Name"), [DataRequired(_("Enter a name.")), Length(max=80)], [one_line])
    email = MailField(_("Email address"), [InputRequired(_("Enter an email address.")), Length(max=200)])
    role = RadioField(_("Role"), [InputRequired(_("Choose a role."))])
    home_id = SelectField(_("Home"), description=_("For carers only. Others leave it empty."))

    def offer(self, homes: Mapping[str, str]) -> "PersonForm":
        """Fill in what there is to choose from."""
        self.role.choices = role_options()
        self.home_id.choices = options({NOBODY: gettext("No home"), **homes})
        return self

    def without_address(self) -> "PersonForm":
        """The same for somebody who is here already: their address has a form of its own, which asks for a password."""
        del self.email
        return self

    def validate_home_id(self, field: Field) -> None:
        """Carers belong to a home."""
        if self.role.data in CARERS and not field.data:
            raise ValidationError(gettext("A carer belongs to a home. Choose which."))

    @property
    def chosen_role(self) -> Role:
        """The role of a form that was found to be filled in."""
        return Role(self.role.data)

    @property
    def chosen_home(self) -> uuid.UUID | None:
        """The home, if one was chosen."""
        return uuid.UUID(self.home_id.data) if self.home_id.data else None


class AddressForm(Form):
    """Another mail address."""

    version = HiddenField()
    email = MailField(_("Email address"), [InputRequired(_("Enter an email address.")), Length(max=200)])


class LooksAfterForm(Form):
    """A constellation to look after, and when."""

    constellation_id = SelectField(_("Constellation"), coerce=uuid.UUID)
    first = DayField(_("From which day"), [InputRequired(_("Enter the first day."))])
    last = DayField(
        _("Until which day"), [Optional()], description=_("The last day. It may stay empty: then until further notice.")
    )
    is_cover = BooleanField(_("This is cover for somebody who is away"), description=_("Cover always has a last day."))


class NoLongerForm(Form):
    """Which constellation is looked after no longer, named by the day on which that began."""

    constellation_id = SelectField(_("Constellation"), coerce=uuid.UUID)
    first = DayField(_("Looked after from"), [InputRequired(_("Enter the first day."))])


class SureForm(Form):
    """Nothing but the token: the button itself is the answer."""


class ShownForm(Form):
    """Whom a list shows; it changes nothing, so it needs no token."""

    class Meta:
        """How the form is read."""

        csrf = False

    role = SelectField(_("Role"), default=NOBODY)
    constellation_id = SelectField(_("Constellation"), default=NOBODY)
    left = BooleanField(_("Those who have left"))

    def offer(self, constellations: Mapping[str, str]) -> "ShownForm":
        """Fill in what there is to choose from."""
        self.role.choices = [*options({NOBODY: gettext("Every role")}), *role_options()]
        self.constellation_id.choices = options({NOBODY: gettext("Every constellation"), **constellations})
        return self
