"""What is asked of who makes a support group, and of who invites."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import Length

from constellations.core.choices import options
from constellations.core.forms import Form, one_line
from messaging.rules import LONGEST_TITLE

OPEN, INVITED = "open", "invited"


class GroupForm(Form):
    """What it is called, what it is about, and who may join."""

    title = StringField(
        _("Name of the group"),
        [Length(max=LONGEST_TITLE, message=_("Use a shorter name: at most 80 letters."))],
        filters=[one_line],
        description=_("Such as “Teenagers” or “North of the river”. No child’s name."),
    )
    theme = StringField(_("What is it about?"), filters=[one_line], description=_("One line, in plain words."))
    who = RadioField(
        _("Who may join?"),
        choices=options({OPEN: _("Everybody of the service"), INVITED: _("Only who is invited")}),
        default=OPEN,
    )

    @property
    def wanted(self) -> tuple[str, str, bool]:
        """Its name, what it is about, and whether everybody of the service may join."""
        return self.title.data or "", self.theme.data or "", self.who.data == OPEN
