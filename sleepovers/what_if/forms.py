"""What is asked of who wants to know what another policy would have brought."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from constellations.core.choices import options
from constellations.core.clock import Month
from constellations.core.forms import Form, MoneyField
from sleepovers.policies.rules import LARGEST_PENCE, LARGEST_THRESHOLD
from sleepovers.policies.words import BASIS_WORDS, SHAPE_WORDS
from sleepovers.uplift import Basis, Shape
from sleepovers.what_if.rules import Wish

AS_IT_WAS = {"": _("as it was")}


class MonthField(StringField):
    """A month, as a browser's own field sends it: `2026-10`; `month` is none where nothing readable was typed."""

    month: Month | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, and keep it as it was typed."""
        self.data = valuelist[0] if valuelist else ""
        try:
            self.month = Month.parse(self.data) if self.data else None
        except ValueError as unreadable:
            raise ValueError(gettext("Enter a month as a year and a number, such as 2026-10.")) from unreadable

    @property
    def chosen(self) -> Month:
        """The month of a form that was found to be filled in."""
        if self.month is None:
            raise ValueError(f"no month in {self.name}")
        return self.month


class WhatIfForm(Form):
    """Which months, and what would have been different; it changes nothing, so that it carries no token."""

    class Meta:
        """Sent in the address."""

        csrf = False

    since = MonthField(_("From"), [InputRequired(_("Enter the first month."))])
    until = MonthField(_("To"), [InputRequired(_("Enter the last month."))])
    threshold = IntegerField(
        _("Beyond how many a month"),
        [Optional(), NumberRange(0, LARGEST_THRESHOLD, _("Enter a number from 0 to 200."))],
        description=_("Leave empty what is to stay as it was."),
    )
    basis = RadioField(
        _("What is counted"),
        choices=options(AS_IT_WAS | {word.value: said for word, said in BASIS_WORDS.items()}),
        default="",
    )
    shape = RadioField(
        _("What is due"),
        choices=options(AS_IT_WAS | {word.value: said for word, said in SHAPE_WORDS.items()}),
        default="",
    )
    per_night = MoneyField(_("For each night beyond"))
    flat = MoneyField(_("For the month"))

    def validate_per_night(self, field: Field) -> None:
        """Refuse an amount that nobody can mean."""
        _must_be_meant(field)

    def validate_flat(self, field: Field) -> None:
        """Refuse an amount that nobody can mean."""
        _must_be_meant(field)

    @property
    def wish(self) -> Wish:
        """What is to be different."""
        return Wish(
            threshold=self.threshold.data,
            basis=Basis(self.basis.data) if self.basis.data else None,
            shape=Shape(self.shape.data) if self.shape.data else None,
            per_night_pence=self.per_night.pence,
            flat_pence=self.flat.pence,
        )


def _must_be_meant(field: Field) -> None:
    pence = field.pence if isinstance(field, MoneyField) else None
    if pence is not None and pence > LARGEST_PENCE:
        most = f"{LARGEST_PENCE // 100:,}"
        raise ValidationError(gettext("Enter an amount from £0 to £%(most)s.", most=most))
