"""What is asked of who adds a receipt."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from constellations.core.files.laying import SentFile
from constellations.core.files.rules import LARGEST_FILE
from constellations.core.forms import Form

RECEIPT_HINT = _("A photo (JPEG, PNG, WebP) or a PDF, at most 10 MB. Nobody should be in the picture.")


class ReceiptForm(Form):
    """The receipt of a line."""

    files = FileField(_("The receipt"), [FileRequired(_("Choose a photo or a PDF."))], description=RECEIPT_HINT)

    @property
    def sent(self) -> SentFile:
        """The file as it was handed over."""
        return sent_file(self.files)


def sent_file(field: FileField) -> SentFile:
    """A chosen file; no more is read than is needed to say that it is too much."""
    return SentFile(field.data.filename or "", field.data.stream.read(LARGEST_FILE + 1))
