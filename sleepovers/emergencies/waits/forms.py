"""The minutes that a service enters."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from constellations.core.forms import Form
from sleepovers.emergencies.rules import LONGEST_WAIT, SHORTEST_WAIT, Waits
from sleepovers.emergencies.waits.queries import WaitsSet


def _minutes(words: str) -> IntegerField:
    asked = _("Enter whole minutes, from 1 to 60.")
    return IntegerField(words, [InputRequired(asked), NumberRange(SHORTEST_WAIT, LONGEST_WAIT, asked)])


class WaitsForm(Form):
    """How long the hub, the homes that the child knows, and all homes are waited for."""

    version = HiddenField()
    hub = _minutes(_("Minutes for the hub"))
    known = _minutes(_("Then for homes that the child knows"))
    everyone = _minutes(_("Then for all homes of the constellation"))

    def show(self, found: WaitsSet) -> None:
        """Begin with what is set."""
        self.hub.data, self.known.data = found.waits.hub, found.waits.known
        self.everyone.data, self.version.data = found.waits.everyone, str(found.version)

    @property
    def waits(self) -> Waits:
        """What was entered."""
        return Waits(self.hub.data or 0, self.known.data or 0, self.everyone.data or 0)
