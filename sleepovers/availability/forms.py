"""What a home is asked where it says when it has room."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import DayField, Form
from sleepovers.availability.queries import AvailabilityPage
from sleepovers.availability.rules import WEEK, written_pattern
from sleepovers.availability.words import WEEKDAY_WORDS


class PatternForm(Form):
    """The nights of a week on which a child can usually come; `seen` is the pattern that the page showed."""

    seen = HiddenField()
    weekdays = SelectMultipleField(
        _("Nights we can usually have a child"),
        choices=options({str(weekday): WEEKDAY_WORDS[weekday] for weekday in WEEK}),
        coerce=int,
        description=_("A night begins in the evening. Homes can still ask for the other nights."),
    )

    @property
    def closed(self) -> frozenset[int]:
        """The weekdays that a filled-in form leaves out."""
        return frozenset(WEEK) - set(self.weekdays.data or ())

    def show(self, page: AvailabilityPage) -> None:
        """Begin with what the home has said."""
        self.seen.data = written_pattern(page.closed)
        self.weekdays.data = [weekday for weekday in WEEK if weekday not in page.closed]

    def speak_of(self, page: AvailabilityPage) -> None:
        """Say whose nights these are: to staff it is not "we"."""
        if not page.is_own:
            self.weekdays.label.text = gettext("Nights on which a child can usually come")


class AwayForm(Form):
    """A time in which nobody is at home."""

    first = DayField(_("We are away from"), [InputRequired(_("Enter the first night away."))])
    until = DayField(
        _("Until the morning of"),
        [InputRequired(_("Enter the morning on which you are back."))],
        description=_("On that evening a child can come again."),
    )

    def speak_of(self, page: AvailabilityPage) -> None:
        """Say who is away: to staff it is not "we"."""
        if not page.is_own:
            self.first.label.text = gettext("Away from")
