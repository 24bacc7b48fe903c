"""What a service manager is asked of a team."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from constellations.core.forms import Form, one_line
from constellations.people.rules import mail_address
from constellations.service.rules import is_phone
from constellations.support.teams.rules import TeamWords, topics_of


class TeamForm(Form):
    """What a team is called, what it is asked about, and how it is reached."""

    version = HiddenField()
    name = StringField(_("Name of the team"), [DataRequired(_("Enter a name.")), Length(max=80)], [one_line])
    topics = TextAreaField(
        _("Who do I ask about …"),
        [Optional(), Length(max=1500)],
        description=_("The words that carers would use, one on each line: payments, holidays, school. No names."),
    )
    does = TextAreaField(
        _("What the team does"), [Optional(), Length(max=400)], [one_line], description=_("One or two sentences.")
    )
    phone = StringField(_("Phone"), [Optional(), Length(max=26)], [one_line])
    email = StringField(_("Email address"), [Optional(), Length(max=200)], [one_line])
    hours = StringField(
        _("When somebody is there"),
        [Optional(), Length(max=120)],
        [one_line],
        description=_("For example: Monday to Friday, 9 to 5."),
    )

    @property
    def words(self) -> TeamWords:
        """What was entered."""
        return TeamWords(
            name=self.name.data or "",
            does=self.does.data or "",
            topics=topics_of(self.topics.data or ""),
            phone=self.phone.data or None,
            email=(self.email.data or "").lower() or None,
            hours=self.hours.data or "",
        )

    def validate_phone(self, field: Field) -> None:
        """Refuse what cannot be dialled."""
        if not is_phone(field.data or ""):
            raise ValidationError(gettext("Enter a phone number, such as 0300 123 4567."))

    def validate_email(self, field: Field) -> None:
        """Refuse what cannot be a mail address."""
        if not mail_address(field.data or ""):
            raise ValidationError(gettext("Enter an email address, such as name@example.org."))
