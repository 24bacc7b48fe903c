"""What is asked of who needs a bed tonight: as little as can be."""

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from constellations.core.forms import Form, KeysField, one_line
from sleepovers.asks.look.queries import Family
from sleepovers.asks.rules import LONGEST_NOTE
from sleepovers.emergencies.rules import MOST_NIGHTS


class EmergencyForm(Form):
    """For whom; everything else is there already."""

    family = HiddenField()
    children = KeysField(_("Who needs a bed tonight?"))
    nights = SelectField(_("How many nights?"), choices=[], default="1")
    note = StringField(
        _("Anything the home should know?"),
        [Length(max=LONGEST_NOTE, message=_("Say it in fewer words: at most 300 letters."))],
        filters=[one_line],
        description=_("A few words, without anybody’s name."),
    )

    def offer(self, family: Family) -> None:
        """Offer the children of a home; a single one is chosen already."""
        self.family.data = str(family.home_id)
        self.children.choices = [(str(choice.key), choice.words) for choice in family.children]
        self.nights.choices = [
            (str(n), ngettext("%(num)s night", "%(num)s nights", n)) for n in range(1, MOST_NIGHTS + 1)
        ]
        if not self.is_submitted():
            self.children.data = [str(choice.key) for choice in family.children] if len(family.children) == 1 else []
            self.nights.data = "1"


class PressForm(Form):
    """One press on the board."""
