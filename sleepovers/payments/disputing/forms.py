"""What is asked where something is wrong with a night, and where that is settled."""

import uuid
from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from constellations.core.choices import options
from constellations.core.forms import DayField, Form
from sleepovers.payments.rules import DisputeState


class WrongForm(Form):
    """Which night, and what is wrong with it."""

    night = DayField(_("Which night"), [InputRequired(_("Choose the night."))])
    words = TextAreaField(
        _("What is wrong?"),
        [InputRequired(_("Say in a few words what is wrong.")), Length(max=500)],
        description=_("Write no child’s name: initials are enough. Your liaison worker reads this."),
    )


class PhonedForm(WrongForm):
    """The same, written down by staff: and who of the home says so."""

    carer = RadioField(_("Who says so?"), [InputRequired(_("Choose who of the home says so."))])

    def offer(self, carers: Mapping[uuid.UUID, str]) -> "PhonedForm":
        """The form with the carers of the home; where there is one alone, it is chosen."""
        self.words.description = _("Write no child’s name: initials are enough. The home reads this.")
        self.carer.choices = options({str(key): name for key, name in carers.items()})
        if len(carers) == 1 and self.carer.data is None:
            self.carer.data = str(next(iter(carers)))
        return self

    @property
    def chosen_carer(self) -> uuid.UUID:
        """Who says so."""
        return uuid.UUID(self.carer.data)


class SettleForm(Form):
    """What came of it."""

    version = HiddenField()
    state = RadioField(
        _("What came of it?"),
        [InputRequired(_("Choose one."))],
        choices=options(
            {
                DisputeState.STANDS.value: _("The night was counted rightly: it is paid as it stands"),
                DisputeState.PUT_RIGHT.value: _("The home is right: the night was counted wrongly"),
            }
        ),
    )
    answer = TextAreaField(
        _("What do you say to the home?"),
        [InputRequired(_("Say in a few words what you found.")), Length(max=500)],
        description=_("The home reads this. Write no child’s name."),
    )
