"""What the hub is asked where it names who covers."""

import datetime as dt

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired

from constellations.core.forms import DayField, Form
from constellations.cover.queries import CoverPage


class CoverForm(Form):
    """Which home, and from when until when."""

    home = SelectField(_("Who covers?"), choices=[], validators=[InputRequired(_("Choose a home."))])
    first = DayField(_("First day"), [InputRequired(_("Enter the first day."))])
    last = DayField(
        _("Last day"),
        [InputRequired(_("Enter the last day."))],
        description=_("You can end it earlier at any time."),
    )

    def offer(self, page: CoverPage, today: dt.date) -> None:
        """Offer the homes of the constellation, from today on."""
        self.home.choices = list(page.homes.items())
        if not self.is_submitted():
            self.first.data = today
