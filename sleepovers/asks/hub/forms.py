"""What is asked of who sets when the hub has to agree."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from constellations.core.forms import Form
from sleepovers.asks.hub.rules import MOST_NOTICE_HOURS, MOST_STAYS, AskingRule


class AskingRulesForm(Form):
    """Short notice, a first stay, and what is a habit."""

    version = HiddenField()
    short_notice_hours = IntegerField(
        _("The hub agrees first where a sleepover begins within so many hours"),
        [Optional(), NumberRange(1, MOST_NOTICE_HOURS, _("Enter a number of hours from 1 to 336."))],
        description=_("For example 48. Leave it empty, and no notice is too short. In an emergency nobody waits."),
    )
    first_stay = BooleanField(
        _("The hub agrees first where a child has not stayed with that home before"),
        description=_("Within the last year."),
    )
    settled_after = IntegerField(
        _("Agree by itself where a child has stayed with that home so many times"),
        [Optional(), NumberRange(1, MOST_STAYS, _("Enter a number from 1 to 20."))],
        description=_(
            "Within a year, with enough notice, where one home is asked and nothing at all speaks against it. "
            "The home is told, and can call it off. Leave it empty, and every ask waits for an answer."
        ),
    )

    @property
    def rule(self) -> AskingRule:
        """What a filled-in form describes."""
        return AskingRule(self.short_notice_hours.data, bool(self.first_stay.data), self.settled_after.data)
