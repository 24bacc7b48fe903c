"""What is asked where an adjustment is proposed."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from constellations.core.choices import options
from constellations.core.forms import Form, MoneyField
from sleepovers.payments.adjusting.actions import PutRight

MORE, LESS = "more", "less"


class AdjustmentForm(Form):
    """More or less, how much, and why."""

    way = RadioField(
        _("What is put right?"),
        [InputRequired(_("Choose one."))],
        choices=options({MORE: _("The home is due more"), LESS: _("The home was paid too much")}),
    )
    pence = MoneyField(_("How much"))
    nights = IntegerField(
        _("How many nights that is"),
        [Optional(), NumberRange(0, 200, _("Enter a number from 0 to 200."))],
        description=_("It may stay empty."),
    )
    reason = TextAreaField(
        _("Why"),
        [InputRequired(_("Say why.")), Length(max=500)],
        description=_("The home reads this, and it stands on the statement. Write no child’s name."),
    )

    def validate_pence(self, field: MoneyField) -> None:
        """Ask for an amount."""
        if not field.pence:
            raise ValidationError(gettext("Enter an amount in pounds, such as 40 or 42.50."))

    @property
    def wanted(self) -> PutRight:
        """What a filled-in form describes."""
        sign = -1 if self.way.data == LESS else 1
        return PutRight(sign * (self.nights.data or 0), sign * (self.pence.pence or 0), self.reason.data or "")


class DecideForm(Form):
    """Approve it, or let it be."""

    version = HiddenField()
