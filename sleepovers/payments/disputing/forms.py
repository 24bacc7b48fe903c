"""What is asked where something is wrong with a night, and where that is settled."""

import datetime as dt
import uuid
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from constellations.core.choices import options
from constellations.core.forms import DayField, Form
from sleepovers.payments.rules import DisputeState

Hosted = tuple[dt.date, uuid.UUID]
"""A night of a home, and the stay it belongs to."""


def _not_listed(form: Form, field: DayField) -> None:
    """Ask for the day of a night that is not listed, and for no other besides one that is."""
    typed = "".join(field.raw_data or ()).strip()
    listed = form["which"].data
    if not listed and not typed:
        raise StopValidation(str(gettext("Choose the night.")))
    if listed and field.data is not None and typed and not listed.startswith(field.data.isoformat()):
        raise StopValidation(str(gettext("Choose a night from the list, or enter one that is not listed: not both.")))


class WrongForm(Form):
    """Which night, and what is wrong with it."""

    which = SelectField(
        _("Which night"),
        description=_("A night of the list waits until somebody has looked at it."),
        choices=[],
        default="",
    )
    night = DayField(_("Its date, if it is not listed"), [_not_listed, Optional()])
    words = TextAreaField(
        _("What is wrong?"),
        [InputRequired(_("Say in a few words what is wrong.")), Length(max=500)],
        description=_("Write no child’s name: initials are enough. Your liaison worker reads this."),
    )

    def list_nights(self, nights: Mapping[Hosted, str]) -> None:
        """Offer the nights of the home, in words."""
        listed = {f"{night.isoformat()} {stay_id}": words for (night, stay_id), words in nights.items()}
        self.which.choices = options({"": gettext("A night that is not listed"), **listed})

    @property
    def chosen(self) -> tuple[dt.date, uuid.UUID | None]:
        """The night, and the stay of one that is listed."""
        if not self.which.data:
            return self.night.chosen, None
        night, _space, stay_id = self.which.data.partition(" ")
        return dt.date.fromisoformat(night), uuid.UUID(stay_id)


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
