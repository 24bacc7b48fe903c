"""What is asked of who writes a message with photos or a document."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, StringField

from constellations.core.files.laying import SentFile
from constellations.core.files.rules import LARGEST_FILE
from messaging.attachments.actions import Chosen
from messaging.attachments.rules import MOST_PHOTOS, MaySend
from messaging.messages.forms import MessageForm


class MessageWithFilesForm(MessageForm):
    """Words, and perhaps files."""

    files = MultipleFileField(_("Choose"))
    consent = BooleanField(
        _("Everybody in this picture may be shown here"),
        description=_("Tick it too where nobody is in it. Of a child, whoever decides for it has agreed."),
    )
    description = StringField(
        _("What is to be seen?"),
        description=_("For people who cannot see the picture. No child’s name. It may stay empty."),
    )

    def offer(self, may_send: MaySend) -> None:
        """Say what may be chosen."""
        photos = _("Up to 4 photos (JPEG, PNG, WebP), at most 10 MB each.")
        document = _("One document (PDF or plain text), at most 10 MB.")
        both = _("Up to 4 photos (JPEG, PNG, WebP), or one document (PDF or plain text), at most 10 MB each.")
        self.files.description = (
            both if may_send.photos and may_send.documents else photos if may_send.photos else document
        )

    @property
    def chosen(self) -> Chosen:
        """What is sent with the words; no more is read than is needed to say that it is too much."""
        files = (self.files.data or [])[: MOST_PHOTOS + 1]
        read = tuple(SentFile(file.filename or "", file.stream.read(LARGEST_FILE + 1)) for file in files)
        return Chosen(read, bool(self.consent.data), self.description.data or "")
