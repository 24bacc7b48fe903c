"""What a service manager is asked of the homes outside the constellations."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from constellations.core.forms import Form
from constellations.retention.models import OutsideHomes
from constellations.retention.rules import MOST_HOMES, Outside

A_NUMBER = _("Enter a number from 0 to 9999.")


class OutsideForm(Form):
    """How many there were, joined and left."""

    version = HiddenField()
    at_start = IntegerField(
        _("Homes in no constellation on the day before the year"),
        [InputRequired(A_NUMBER), NumberRange(0, MOST_HOMES, A_NUMBER)],
    )
    joined = IntegerField(
        _("Homes approved since, in no constellation"), [InputRequired(A_NUMBER), NumberRange(0, MOST_HOMES, A_NUMBER)]
    )
    left = IntegerField(
        _("Homes of them that left fostering"), [InputRequired(A_NUMBER), NumberRange(0, MOST_HOMES, A_NUMBER)]
    )

    def begin_with(self, row: OutsideHomes | None) -> "OutsideForm":
        """Begin with what was entered before."""
        if not self.is_submitted():
            self.version.data = str(row.version if row else 0)
            if row:
                self.at_start.data, self.joined.data, self.left.data = row.at_start, row.joined, row.gone
        return self

    @property
    def entered(self) -> Outside:
        """The three numbers."""
        return Outside(self.at_start.data or 0, self.joined.data or 0, self.left.data or 0)
