"""The settings of messaging, as the page of all settings shows them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.access import Viewer
from constellations.core.errors import NotFound
from constellations.service.overview.declaration import Setting
from constellations.service.overview.lines.queries import months_words
from messaging.keeping.queries import retention_of
from messaging.keeping.rules import Kept, KeptFor
from messaging.safeguarding.readers.queries import named_readers

WORDS = {
    Kept.CONSTELLATION: "Everyone, hub and liaison worker",
    Kept.ABOUT: "about sleepovers and events",
    Kept.PEOPLE: "of two and of groups",
    Kept.EARLIER: "earlier words",
}


def settings_of_messaging(viewer: Viewer) -> Sequence[Setting]:
    """In the order in which they are shown; raises NotFound for a viewer of no service."""
    if viewer.service_id is None:
        raise NotFound
    readers = len(named_readers(viewer))
    who = ngettext("%(num)s person", "%(num)s people", readers) if readers else _("managers and liaison workers")
    row = retention_of(viewer, viewer.service_id)
    kept = row.kept_for if row else KeptFor()
    value = "; ".join(f"{_(words)}: {months_words(kept.months(one))}" for one, words in WORDS.items())
    return (
        Setting(_("Who reads what worries somebody"), who, "/service/readers", ("safeguarding_reader",)),
        Setting(_("How long what is said is kept"), value, "/service/keeping", ("retention",)),
    )
