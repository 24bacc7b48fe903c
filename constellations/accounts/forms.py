"""What is asked of who signs in, and of who changes their password."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from constellations.accounts.passwords import SHORTEST, advice_on
from constellations.core.forms import Form


class SignInForm(Form):
    """Mail address and password."""

    email = StringField(_("Email address"), [InputRequired(_("Enter your email address."))])
    password = PasswordField(_("Password"), [InputRequired(_("Enter your password."))])


class NewPasswordForm(Form):
    """A new password, judged by what is known of its owner."""

    new_password = PasswordField(
        _("New password"),
        [InputRequired(_("Enter a new password."))],
        description=_(
            "At least %(count)s letters; 15 are better. Three or four words that only you would put together are best.",
            count=SHORTEST,
        ),
    )

    def __init__(self, about: Sequence[str]) -> None:
        super().__init__()
        self.about = about

    def validate_new_password(self, field: Field) -> None:
        """Refuse what is too short or too easily guessed, with advice."""
        advice = advice_on(field.data or "", self.about)
        if advice is not None:
            raise ValidationError(gettext(advice))


class ChangePasswordForm(NewPasswordForm):
    """A new password, and the present one."""

    password = PasswordField(_("Your password now"), [InputRequired(_("Enter the password that you use now."))])
