"""What is asked where somebody names a deputy."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, chosen_key
from constellations.deputies.queries import DeputyPage


class DeputyForm(Form):
    """Who stands in, and from when until when."""

    deputy = SelectField(_("Who stands in?"), [InputRequired(_("Choose somebody."))], coerce=chosen_key)
    first = DayField(_("First day"), [InputRequired(_("Enter the first day."))])
    last = DayField(
        _("Last day"),
        [InputRequired(_("Enter the last day."))],
        description=_("It ends by itself after that day. You can end it earlier."),
    )

    def offer(self, page: DeputyPage) -> "DeputyForm":
        """Fill in who there is to choose from."""
        self.deputy.choices = options({"": gettext("Choose somebody"), **page.choices})
        return self
