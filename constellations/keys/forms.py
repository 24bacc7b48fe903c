"""What is asked where a name or a reference is corrected."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from constellations.core.forms import Form, one_line


class KeyForm(Form):
    """A reference."""

    version = HiddenField()
    key = StringField(
        _("Reference"),
        [InputRequired(_("Enter a reference.")), Length(max=80)],
        [one_line],
        description=_("The key in the register. Files that still use the old one find it all the same."),
    )


class NamedForm(KeyForm):
    """A name, and a reference."""

    name = StringField(_("Name"), [InputRequired(_("Enter a name.")), Length(max=80)], [one_line])
