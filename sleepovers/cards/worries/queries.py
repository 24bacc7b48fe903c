"""A hand-over note as a concern about it keeps it."""

import uuid

from sqlalchemy import Text, select, type_coerce

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.errors import NotFound
from messaging.declaration import Note
from messaging.safeguarding.subjects.queries import hidden_notes
from sleepovers.cards.models import HandoverNote
from sleepovers.cards.queries import at_door, opened


def worrying_note(viewer: Viewer, note_id: uuid.UUID) -> Note:
    """A note that the viewer may read at this moment; raises as `at_door` does.

    Raises NotFound too where it is hidden, where no key opens it, and where nobody is known to have written it.
    """
    asked = select(
        HandoverNote.stay_id, HandoverNote.person_id, HandoverNote.at, type_coerce(HandoverNote.words, Text)
    ).where(HandoverNote.id == note_id)
    row = session().execute(covering(viewer, asked, HandoverNote)).one_or_none()
    if row is None:
        raise NotFound
    stay_id, author_id, written_at, sealed = row
    stay, words = at_door(viewer, stay_id).stay, opened(sealed)
    if author_id is None or words is None or hidden_notes([note_id]):
        raise NotFound
    return Note(stay.service_id, author_id, (stay.child_id,), written_at, words, f"/stays/{stay_id}/handover")
