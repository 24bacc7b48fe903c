"""What is asked where a service says after how many days somebody asks how a family is."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from constellations.core.forms import Form
from constellations.engagement.needs.rules import FEWEST_DAYS, LONGEST_GRACE, MOST_DAYS, Levels

_SAID = _("Enter a number of days from 7 to 180.")
_SAID_OF_GRACE = _("Enter a number of days from 0 to 90.")


def _days(label: str, description: str) -> IntegerField:
    """A number of days."""
    return IntegerField(
        label, [InputRequired(_SAID), NumberRange(FEWEST_DAYS, MOST_DAYS, _SAID)], description=description
    )


class NeedsLevelsForm(Form):
    """The numbers of days."""

    version = HiddenField()
    drifting_days = _days(_("Drifting after"), _("Days without a sign of life. Signs are counted, never what is said."))
    call_days = _days(_("Call them after"), _("Days without a sign of life."))
    sooner_days = _days(
        _("Call them sooner, after"),
        _("For homes approved less than two years ago, and for families of whose ask nothing came."),
    )
    grace_days = IntegerField(
        _("New for"),
        [InputRequired(_SAID_OF_GRACE), NumberRange(0, LONGEST_GRACE, _SAID_OF_GRACE)],
        description=_("Days for which a new or returning family is not on the list for its silence."),
    )

    @property
    def levels(self) -> Levels:
        """The levels that a filled-in form describes."""
        return Levels(
            drifting_days=self.drifting_days.data or 0,
            call_days=self.call_days.data or 0,
            sooner_days=self.sooner_days.data or 0,
            grace_days=self.grace_days.data or 0,
        )
