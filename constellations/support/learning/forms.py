"""What is asked of a course: what it was, when, and how long."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, ValidationError

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, chosen_key, one_line
from constellations.support.learning.actions import OwnCourse
from constellations.support.learning.rules import hours_read
from constellations.support.pathway.rules import Step

LONGEST_SEEN = 5


class HoursField(StringField):
    """How long something was, typed in hours and kept in minutes."""

    minutes = 0

    def process_data(self, value: int | None) -> None:
        """Show minutes as hours, such as `1:30`."""
        self.data = "" if value is None else f"{value // 60}:{value % 60:02d}"

    def pre_validate(self, form: BaseForm) -> None:
        """Read what was typed; a plain sentence where it is no length."""
        found = hours_read(self.data or "")
        if found is None:
            raise ValidationError(gettext("Enter hours, such as 2, 1.5 or 1:30."))
        self.minutes = found


class OwnCourseForm(Form):
    """A course that a carer took elsewhere."""

    course = StringField(
        _("What was it?"),
        [InputRequired(_("Enter what it was called.")), Length(max=80, message=_("Up to 80 letters."))],
        [one_line],
        description=_("Such as Safer caring, online. Nothing of a child."),
    )
    learned_on = DayField(_("When?"), [InputRequired(_("Enter the day."))])
    hours = HoursField(_("How many hours?"), description=_("Such as 2, 1.5 or 1:30."))
    step = SelectField(_("Is it one of the first year’s courses?"), coerce=chosen_key, choices=[])

    def offer(self, steps: Sequence[Step]) -> "OwnCourseForm":
        """Offer the courses of the first year; without any it is not asked."""
        if steps:
            self.step.choices = options({"": str(gettext("no")), **{str(one.course_id): one.name for one in steps}})
        else:
            del self.step
        return self

    @property
    def own_course(self) -> OwnCourse:
        """What a filled-in form says."""
        step = self.step.data if "step" in self else None
        return OwnCourse(self.course.data or "", self.learned_on.chosen, self.hours.minutes, step)


class HoursForm(Form):
    """How long a course was, as staff know it."""

    seen = HiddenField()
    hours = HoursField(_("How many hours?"), description=_("Such as 2, 1.5 or 1:30. It is verified with it."))

    @property
    def seen_minutes(self) -> int:
        """The length that the page showed; nought where its field holds none."""
        seen = str(self.seen.data or "")
        return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) <= LONGEST_SEEN else 0
