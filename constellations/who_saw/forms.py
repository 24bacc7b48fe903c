"""What is asked of who wants to know who saw what."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Optional

from constellations.core.forms import DayField, Form


class AskForm(Form):
    """Whom it is about, and the days."""

    key = StringField(
        _("Whom is it about?"),
        [InputRequired(_("Enter a person’s email address or a child’s reference."))],
        description=_("A person’s email address, or a child’s reference. For a conversation, open it from the list."),
    )
    first = DayField(_("From"), [Optional()])
    last = DayField(_("To"), [Optional()])


class DaysForm(Form):
    """The days, in the address of a page."""

    class Meta:
        """It is read from the address, and changes nothing."""

        csrf = False

    first = DayField(_("From"), [Optional()])
    last = DayField(_("To"), [Optional()])
