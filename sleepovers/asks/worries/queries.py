"""The note and the wish of an ask as a concern about them keeps them."""

import uuid

from constellations.access import Viewer
from constellations.core.errors import NotFound
from messaging.declaration import Note
from sleepovers.asks.models import Ask
from sleepovers.asks.page.queries import asks_that


def worrying_ask(viewer: Viewer, words_id: uuid.UUID) -> Note:
    """What an ask says, or several that say the same, as far as the viewer may read it at this moment.

    Raises NotFound where there is no such ask, it says nothing, it is hidden, or nobody is known to have asked.
    """
    for page in asks_that(viewer, Ask.words_id == words_id):
        said, author_id = [words for words in (page.note, page.wish) if words], page.ask.asked_by
        if said and author_id is not None:
            at, path = page.ask.created_at, f"/asks/{page.ask.id}"
            return Note(page.ask.service_id, author_id, page.child_ids, at, "\n".join(said), path)
    raise NotFound
