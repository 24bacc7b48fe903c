"""The contact log on the page of a family, for staff."""

import uuid
from collections.abc import Mapping

from constellations.access import Viewer
from constellations.engagement.contacts.queries import contact_log
from constellations.engagement.families.declaration import FamilyPanel
from constellations.permissions import Permission


def contacts_of(viewer: Viewer, home_id: uuid.UUID) -> Mapping[str, object] | None:
    """What staff wrote down of the family, and the presses with which they add to it."""
    return {"log": contact_log(viewer, home_id)} if viewer.may(Permission.KEEP_IN_TOUCH) else None


FAMILY_PANELS = (FamilyPanel("contacts", "Contact log", "contacts/_log.html", contacts_of),)
"""In the order in which they are shown."""
