"""The words for what conversations are."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from messaging.rules import ConversationKind

EMOJI_WORDS: dict[str, LazyString] = {
    "👍": _("good"),
    "❤️": _("with love"),
    "😂": _("that made me laugh"),
    "😮": _("oh!"),
    "😢": _("how sad"),
    "🙏": _("thank you"),
    "🎉": _("hooray"),
    "✅": _("done"),
}
"""What each reaction says to who hears it read aloud, or whose phone has no such picture."""

KIND_WORDS: dict[ConversationKind, LazyString] = {
    ConversationKind.EVERYONE: _("Everyone"),
    ConversationKind.HUB_AND_LIAISON: _("Hub and liaison"),
    ConversationKind.DIRECT: _("Two people"),
    ConversationKind.GROUP: _("Group"),
    ConversationKind.STAY: _("About a sleepover"),
    ConversationKind.ASK: _("About an ask"),
    ConversationKind.EVENT: _("About an event"),
}
"""What a conversation is called where nothing more telling is known."""

WITHOUT_WORDS: LazyString = _("Photo or document")
"""What stands for a message that has files and no words, where there is room for words alone."""
