"""The words for how a request about personal data stands."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from constellations.rights.rules import RequestKind, RequestState

KIND_WORDS: dict[RequestKind, LazyString] = {RequestKind.COPY: _("a copy"), RequestKind.ERASURE: _("erasure")}

STATE_WORDS: dict[RequestState, tuple[LazyString, str]] = {
    RequestState.ASKED: (_("being made"), "mine"),
    RequestState.REVIEW: (_("look at it"), "attention"),
    RequestState.READY: (_("ready"), "good"),
    RequestState.GONE: (_("answered"), ""),
    RequestState.WAITING: (_("waits for a manager"), "attention"),
    RequestState.AGREED: (_("being erased"), "mine"),
    RequestState.PARTLY: (_("erased, but for what is held"), "attention"),
    RequestState.DONE: (_("erased"), ""),
    RequestState.WITHDRAWN: (_("taken back"), ""),
}
"""How a request stands, and in which tone that is said."""
