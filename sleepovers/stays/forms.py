"""What is asked of who puts a stay right."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from constellations.core.clock import now
from constellations.core.forms import DayField, Form, WallTimeField, one_line
from sleepovers.rules import Moment, departs_before_arriving
from sleepovers.stays.actions import WhatHappened
from sleepovers.stays.queries import StayPage
from sleepovers.stays.rules import LONGEST_REASON


class JourneyForm(Form):
    """When a child came and left, or will leave."""

    came_on = DayField(_("The day the child came"), [InputRequired(_("Enter the day when the child came."))])
    came_at = WallTimeField(
        _("At what time, if you know"),
        [Optional()],
        description=_("Before 6 in the morning counts as the night before."),
    )
    left_on = DayField(
        _("The day the child went home"),
        [InputRequired(_("Enter the day when the child went home, or will."))],
        description=_("If the child is still with you, the day they will go."),
    )
    left_at = WallTimeField(_("At what time, if you know"), [Optional()])

    def validate_left_on(self, field: Field) -> None:
        """Refuse ends that are the wrong way round."""
        if self.came_on.data and field.data and departs_before_arriving(self.came, self.left):
            raise ValidationError(gettext("This is before the child came. Check both days."))

    @property
    def came(self) -> Moment:
        """When the child came."""
        return _moment(self.came_on, self.came_at)

    @property
    def left(self) -> Moment:
        """When the child went home, or will."""
        return _moment(self.left_on, self.left_at)


def reason_field(question: str) -> StringField:
    """A line for a reason, which may stay empty."""
    return StringField(
        question,
        [Length(max=LONGEST_REASON, message=_("Say it in fewer words: at most 500 letters."))],
        filters=[one_line],
        description=_(
            "A few words, without anybody’s name. The child’s own carers and your liaison worker can read it."
        ),
    )


class WhatHappenedForm(JourneyForm):
    """When the child really came and left; the hidden fields say which version of the stay the person saw, and when."""

    reason = reason_field(_("Why was it different?"))
    version = HiddenField()
    opened_at = HiddenField()

    @property
    def happened(self) -> WhatHappened:
        """What is said of the stay."""
        return WhatHappened(self.came, self.left, self.reason.data or "")

    def show(self, page: StayPage) -> None:
        """Begin with what is known of the stay."""
        stay = page.stay
        self.came_on.data, self.came_at.data = stay.arrive_on, stay.arrive_at
        self.left_on.data, self.left_at.data = stay.depart_on, stay.depart_at
        self.version.data, self.opened_at.data = str(stay.version), now().isoformat()


def _moment(day: DayField, at: WallTimeField) -> Moment:
    if day.data is None:
        raise ValueError(f"{day.name} was not validated")
    return Moment(day.data, at.data)
