"""What a family is asked where it answers an event."""

import uuid
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from constellations.core.choices import options
from constellations.core.forms import Form, KeysField, chosen_key
from constellations.events.answers.actions import Reply
from constellations.events.answers.queries import WhoComes
from constellations.events.answers.rules import MOST_OTHERS, Coming

WHOLE_NUMBER = NumberRange(0, MOST_OTHERS, _("Enter a number from 0 to 20."))


class AnswerForm(Form):
    """Going, maybe or no, pressed as a button; who comes is ticked beforehand. Without `chosen` nothing was shown."""

    answer = StringField()
    chosen = HiddenField()
    guests = KeysField(_("Who comes?"))
    more_adults = IntegerField(_("Other adults"), [Optional(), WHOLE_NUMBER])
    more_children = IntegerField(_("Other children"), [Optional(), WHOLE_NUMBER])
    diet = TextAreaField(
        _("What should the cook know?"),
        description=_("What somebody does not eat or must not eat. Initials, no names. Only hosts and staff read it."),
    )
    all_dates = BooleanField(_("The same for all dates after this one"))

    def validate_answer(self, field: Field) -> None:
        """Refuse what is no answer."""
        if field.data not in set(Coming):
            raise ValidationError(gettext("Choose Going, Maybe or No."))

    @property
    def reply(self) -> Reply:
        """What a filled-in form says."""
        said = Coming(self.answer.data or "")
        if not self.chosen.data:
            return Reply(said)
        more = self.more_adults.data or 0, self.more_children.data or 0
        return Reply(said, self.guests.keys, *more, self.diet.data or "", bool(self.all_dates.data))


def answer_form(coming: WhoComes) -> AnswerForm | None:
    """The form with which a family answers, as it answered last or else with all who live there; none where it may not.

    What was sent is kept as it was typed.
    """
    own = coming.own
    if own is None or not coming.may_answer:
        return None
    ticked = [str(one.key) for one in (*own.household.adults, *own.household.children) if one.key in own.ticked]
    more = {"more_adults": own.more_adults or None, "more_children": own.more_children or None}
    form = AnswerForm(guests=ticked, diet=own.diet, **more)
    if not form.is_submitted():
        form.chosen.data = "y"
    everybody = (*own.household.adults, *own.household.children)
    form.guests.choices = options({str(one.key): one.label for one in everybody})
    return form


class AnswerForFamilyForm(Form):
    """Staff who were told by phone."""

    home_id = SelectField(_("Which family?"), [InputRequired(_("Choose a family."))])
    answer = StringField()

    def offer(self, homes: Mapping[uuid.UUID, str]) -> "AnswerForFamilyForm":
        """The form with the families that are asked."""
        self.home_id.choices = options({"": str(_("Choose")), **{str(key): name for key, name in homes.items()}})
        return self

    def validate_answer(self, field: Field) -> None:
        """Refuse what is no answer."""
        if field.data not in set(Coming):
            raise ValidationError(gettext("Choose Going, Maybe or No."))

    @property
    def reply(self) -> Reply:
        """What a filled-in form says."""
        return Reply(Coming(self.answer.data or ""), home_id=chosen_key(self.home_id.data))
