"""What is asked where a service says from when on it looks after a home."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange

from constellations.core.choices import options
from constellations.core.forms import Form
from sleepovers.policies.words import BASIS_WORDS
from sleepovers.rest.rules import LARGEST_NIGHTS, MOST_WEEKENDS, Levels
from sleepovers.uplift import Basis

_SAID = _("Enter a number from 1 to 200.")


def _nights(label: str, description: str = "") -> IntegerField:
    """A number of nights."""
    return IntegerField(
        label, [InputRequired(_SAID), NumberRange(1, LARGEST_NIGHTS, _SAID)], description=description or ""
    )


class LevelsForm(Form):
    """The numbers at which the liaison worker is told."""

    version = HiddenField()
    first_nights = _nights(
        _("Nights in a month: first"), _("Every kind of stay counts, at every home. It has nothing to do with pay.")
    )
    second_nights = _nights(_("Nights in a month: second"))
    basis = RadioField(
        _("How nights are counted here"),
        choices=options({word.value: said for word, said in BASIS_WORDS.items()}),
        coerce=Basis,
    )
    weekends = IntegerField(
        _("Weekends in a row without a free one"),
        [
            InputRequired(_("Enter a number from 2 to 26.")),
            NumberRange(2, MOST_WEEKENDS, _("Enter a number from 2 to 26.")),
        ],
        description=_("A weekend is free when no child stays on its Friday or its Saturday night."),
    )
    stay_first = _nights(_("Nights in one stay: first"))
    stay_second = _nights(_("Nights in one stay: second"))

    @property
    def levels(self) -> Levels:
        """The levels that a filled-in form describes."""
        return Levels(
            first_nights=self.first_nights.data or 0,
            second_nights=self.second_nights.data or 0,
            weekends=self.weekends.data or 0,
            basis=self.basis.data,
            stay_first=self.stay_first.data or 0,
            stay_second=self.stay_second.data or 0,
        )
