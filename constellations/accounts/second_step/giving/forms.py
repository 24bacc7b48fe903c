"""What is asked of who gives a second step."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from constellations.accounts.second_step.giving.actions import Proof
from constellations.accounts.second_step.rules import TYPED, SecondStep
from constellations.core.forms import Form, one_line

LONGEST_CODE = 40
CODE = _("Code from your app, or a recovery code")
CODE_MISSING = _("Enter the code. Your app shows six figures.")


class CodeForm(Form):
    """A code of an app, or a recovery code."""

    code = StringField(CODE, [InputRequired(CODE_MISSING), Length(max=LONGEST_CODE)], [one_line])


class AgainForm(Form):
    """The password of who is signed in already, and a code where they have one to give."""

    password = PasswordField(_("Password"), [InputRequired(_("Enter your password."))])
    code = StringField(CODE, [InputRequired(CODE_MISSING), Length(max=LONGEST_CODE)], [one_line])

    def asking(self, steps: Collection[SecondStep]) -> "AgainForm":
        """The same, asking for no code of who has none."""
        if not TYPED & frozenset(steps):
            del self.code
        return self

    @property
    def proof(self) -> Proof:
        """What was given."""
        code = self["code"].data if "code" in self else ""
        return Proof(self.password.data or "", code or "")
