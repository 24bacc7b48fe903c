"""What is asked where a policy of nights off starts."""

import datetime as dt

from babel.dates import get_month_names
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from constellations.core.choices import options
from constellations.core.forms import DayField, Form
from constellations.core.words import ENGLISH
from sleepovers.nights_off.rules import LARGEST_AMOUNT, Entitlement, Unit
from sleepovers.policies.words import KIND_WORDS
from sleepovers.rules import StayKind

UNITS = {
    Unit.NIGHTS.value: _("nights that a child sleeps elsewhere"),
    Unit.DAYS.value: _("days, from coming to going home"),
}


class NightsOffForm(Form):
    """How many nights or days off each home has in a year, and from when."""

    valid_from = DayField(
        _("From"),
        [InputRequired(_("Enter the day on which it starts."))],
        description=_("The year in which it starts is counted by it from the year’s first day on."),
    )
    amount = IntegerField(
        _("How many a year, for each home"),
        [
            InputRequired(_("Enter a number from 1 to 366.")),
            NumberRange(1, LARGEST_AMOUNT, _("Enter a number from 1 to 366.")),
        ],
    )
    unit = RadioField(_("What is counted"), choices=options(UNITS), coerce=Unit)
    year_day = IntegerField(_("The year begins on day"), [InputRequired(_("Enter a day of the month, such as 1."))])
    year_month = SelectField(
        _("of"),
        choices=options({str(number): name for number, name in get_month_names(locale=ENGLISH).items()}),
        coerce=int,
    )
    pro_rata = BooleanField(
        _("A home that joins within the year has only its part of it"), description=_("Rounded up to a whole one.")
    )
    used_by = SelectMultipleField(
        _("Which stays use it up"),
        [InputRequired(_("Choose at least one kind of stay."))],
        choices=options({kind.value: said for kind, said in KIND_WORDS.items()}),
        coerce=StayKind,
    )
    short_nights = IntegerField(
        _("Stays of up to how many nights use nothing up"),
        [InputRequired(_("Enter a number from 0 to 27.")), NumberRange(0, 27, _("Enter a number from 0 to 27."))],
        description=_("0 where every stay of these kinds counts."),
    )

    @property
    def policy(self) -> Entitlement:
        """The policy that a filled-in form describes."""
        return Entitlement(
            valid_from=self.valid_from.chosen,
            unit=self.unit.data,
            amount=self.amount.data or 0,
            year_month=self.year_month.data,
            year_day=self.year_day.data or 0,
            pro_rata=self.pro_rata.data,
            used_by=frozenset(self.used_by.data or ()),
            short_nights=self.short_nights.data or 0,
        )


def usual(today: dt.date) -> Entitlement:
    """What the form begins with where a service has no policy yet: fourteen nights of respite from 1 April."""
    return Entitlement(today, Unit.NIGHTS, 14, 4, 1, True, frozenset({StayKind.RESPITE}))
