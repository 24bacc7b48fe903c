"""How long each kind of record of messaging is kept, and why the other tables are not emptied by age."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from constellations.keeping.declaration import Kept
from messaging.keeping import kept as talk

KEPT: tuple[Kept, ...] = talk.KEPT

WHO_WAS_IN_IT = _(
    "Which conversations there were, who was in them and how far they read: whoever asks later who could know "
    "something is answered by it. It holds no word of what was said, and goes with the person."
)

LASTING: Mapping[str, LazyString] = {
    **dict.fromkeys(("conversation", "conversation_member", "conversation_read"), WHO_WAS_IN_IT),
    **dict.fromkeys(("support_group", "group_invitation"), WHO_WAS_IN_IT),
    "safeguarding_reader": _("Who is named to read concerns. The service changes it, and it goes with the person."),
}
"""The tables that no kind looks after, each with its reason."""
