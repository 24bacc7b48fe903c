"""What is asked of who gives a group another name."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField

from constellations.core.forms import Form, one_line


class NameForm(Form):
    """What it is called from now on; with the name that was seen, so that two do not overtake each other."""

    title = StringField(_("Name of the group"), filters=[one_line], description=_("No child’s name."))
    seen = HiddenField()

    @property
    def wanted(self) -> tuple[str, str]:
        """The name from now on, and the one that was seen."""
        return self.title.data or "", self.seen.data or ""

    def show(self, title: str) -> None:
        """Begin with the name that it has."""
        if not self.is_submitted():
            self.title.data = self.seen.data = title
