"""What is asked where a register is handed over."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import HiddenField

from constellations.core.forms import Form


class RegisterForm(Form):
    """The files of a register."""

    files = MultipleFileField(
        _("Files of the register"),
        [FileRequired(_("Choose the files of the register, or one workbook."))],
        description=_(
            "All CSV files of a folder at once, or one Excel workbook (.xlsx). Files you leave out are left alone."
        ),
    )


class LoadForm(Form):
    """The one press with which a checked register is loaded.

    It carries the token of what was handed over, for who gives their password meanwhile has another cookie after it.
    """

    upload = HiddenField()
