"""The settings of messaging, as the page of all settings shows them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.access import Viewer
from constellations.core.errors import NotFound
from constellations.service.overview.declaration import Setting
from messaging.safeguarding.readers.queries import named_readers


def settings_of_messaging(viewer: Viewer) -> Sequence[Setting]:
    """In the order in which they are shown; raises NotFound for a viewer of no service."""
    if viewer.service_id is None:
        raise NotFound
    readers = len(named_readers(viewer))
    who = ngettext("%(num)s person", "%(num)s people", readers) if readers else _("managers and liaison workers")
    return (Setting(_("Who reads what worries somebody"), who, "/service/readers", ("safeguarding_reader",)),)
