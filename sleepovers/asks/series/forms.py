"""What is asked of who changes sleepovers that come again, or takes them back."""

import datetime as dt

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, one_line
from sleepovers.asks.rules import morning_after
from sleepovers.asks.series.queries import SeriesPage
from sleepovers.asks.series.rules import Scope
from sleepovers.stays.rules import LONGEST_REASON

SCOPES = {
    Scope.THIS.value: _("This one"),
    Scope.FOLLOWING.value: _("This one and those after it"),
    Scope.ALL.value: _("All that are still to come"),
}

WITHDRAW = "withdraw"
"""What the names of the fields begin with that take sleepovers back."""


class ScopeForm(Form):
    """How much of a series is meant, and the version of the ask that the person looked at."""

    version = HiddenField()
    scope = RadioField(_("Which of them?"), choices=options(SCOPES), default=Scope.THIS.value)

    @property
    def chosen_scope(self) -> Scope:
        """How much of the series is meant."""
        return Scope(self.scope.data)


class ChangeNightsForm(ScopeForm):
    """Other nights than were asked for."""

    first = DayField(_("First night"), [InputRequired(_("Choose the first night."))])
    last = DayField(_("Last night"), [Optional()], description=_("The same as the first where it is one night."))

    def show(self, found: SeriesPage) -> None:
        """Begin with the nights as they are."""
        nights = found.page.nights or (found.page.ask.arrive_on,)
        self.version.data, self.scope.data = str(found.page.ask.version), Scope.THIS.value
        self.first.data, self.last.data = nights[0], nights[-1]

    @property
    def nights(self) -> tuple[dt.date, dt.date]:
        """The day of coming and that of going home."""
        first = self.first.chosen
        return first, morning_after(self.last.data or first)


class WithdrawForm(ScopeForm):
    """Why sleepovers are taken back; its names begin otherwise, for it stands on one page with the other nights."""

    reason = StringField(
        _("Why?"),
        [Length(max=LONGEST_REASON, message=_("Say it in fewer words: at most 500 letters."))],
        filters=[one_line],
        description=_("A few words, without anybody’s name. The homes can read it."),
    )

    def __init__(self, **named: object) -> None:
        super().__init__(prefix=WITHDRAW, **named)
