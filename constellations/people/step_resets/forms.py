"""What is asked of who helps somebody in again."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from constellations.core.forms import Form, one_line
from constellations.people.step_resets.rules import LONGEST_REASON

SPOKEN = _("I have spoken with them, and know that it is them")


class AskForm(Form):
    """Why somebody needs their second step reset."""

    reason = TextAreaField(
        _("What happened to their second step?"),
        [DataRequired(_("Say what happened.")), Length(max=LONGEST_REASON)],
        [one_line],
        description=_("Such as: phone lost on Friday, recovery codes were on it. Staff of your service read this."),
    )
    spoken = BooleanField(SPOKEN, [InputRequired(_("Speak with them first, by phone or face to face."))])


class DecideForm(Form):
    """The word of the second person: `answer` is the button that was pressed."""

    spoken = BooleanField(SPOKEN)
    answer = StringField(validators=[AnyOf(("confirm", "refuse"), _("Press one of the buttons."))])

    def validate_spoken(self, field: BooleanField) -> None:
        """Nobody confirms who has not spoken with them."""
        if self.confirms and not field.data:
            raise ValidationError(gettext("Speak with them first, by phone or face to face."))

    @property
    def confirms(self) -> bool:
        """Whether the reset is confirmed, rather than called off."""
        return bool(self.answer.data == "confirm")
