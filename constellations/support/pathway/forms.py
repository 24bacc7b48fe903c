"""What is asked of a course of the first year."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from constellations.core.forms import Form, one_line
from constellations.support.learning.forms import HoursField
from constellations.support.pathway.rules import LONGEST_NAME


class CourseForm(Form):
    """A course, and how long it takes."""

    name = StringField(
        _("Course"),
        [InputRequired(_("Enter what it is called.")), Length(max=LONGEST_NAME, message=_("Up to 80 letters."))],
        [one_line],
    )
    hours = HoursField(_("Hours"))
