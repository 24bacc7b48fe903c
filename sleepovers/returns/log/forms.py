"""What is asked of a hub that helped somebody: what kind of help, and whom; the rest may stay as it is."""

import uuid
from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Optional

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, chosen_key, one_line
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.log.rules import Helped
from sleepovers.returns.models import SupportEntry
from sleepovers.returns.rules import MayName
from sleepovers.returns.words import HELP_WORDS


class HelpForm(Form):
    """One line of the support log; `sure` is pressed where a note that was asked about is meant."""

    version = HiddenField()
    help = RadioField(
        _("What was it?"),
        [InputRequired(_("Choose what it was."))],
        choices=options(HELP_WORDS),
    )
    home = RadioField(_("Whom did you help?"), [InputRequired(_("Choose a family."))], choices=[])
    helped_on = DayField(_("When?"), [InputRequired(_("Enter the day."))])
    times = IntegerField(_("How often?"), [Optional()], description=_("Once, if you leave it as it is."))
    minutes = IntegerField(
        _("How many minutes in all?"),
        [Optional()],
        description=_("An hour is 60. Leave it empty if you did not look at the clock."),
    )
    children = IntegerField(
        _("How many children?"),
        [Optional()],
        description=_("Only if children were there. Do not count children under special guardianship, or adopted."),
    )
    note = StringField(
        _("A few words, if you like"), [Optional()], [one_line], description=_("No child’s name, and no initials.")
    )
    sure = StringField()

    def offer(self, homes: Mapping[uuid.UUID, str]) -> "HelpForm":
        """Offer the families that may have been helped."""
        self.home.choices = options({str(key): name for key, name in homes.items()})
        return self

    def filled_from(self, row: SupportEntry) -> "HelpForm":
        """The form as a line stands, unless something was sent."""
        if not self.is_submitted():
            self.version.data, self.help.data, self.home.data = str(row.version), row.help.value, str(row.home_id)
            self.helped_on.data, self.times.data, self.minutes.data = row.helped_on, row.times, row.minutes
            self.children.data, self.note.data = row.children, row.note
        return self

    @property
    def is_nudged(self) -> bool:
        """Whether the form comes back because its note may name a child."""
        return MayName("note").words in self.note.errors

    @property
    def helped(self) -> Helped:
        """What a filled-in form says."""
        return Helped(
            Help(self.help.data),
            self.helped_on.chosen,
            chosen_key(self.home.data),
            1 if self.times.data is None else self.times.data,
            self.minutes.data,
            self.children.data,
            self.note.data or "",
            bool(self.sure.data),
        )
