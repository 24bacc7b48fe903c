"""Lines of a report from a child's asks and stays, and what was said about them.

Who read its stay card is a link of the audit trail by the child.
"""

from collections.abc import Iterator

from sqlalchemy import select

from constellations.access import Viewer
from constellations.who_saw.queries import audited
from constellations.who_saw.rules import About, Asked, Sighting
from messaging.rules import ConversationKind
from messaging.who_saw.queries import of_talk_about
from sleepovers.asks.models import Agreement, AskChild
from sleepovers.models import Stay


def from_sleepovers(_viewer: Viewer, asked: Asked) -> Iterator[Sighting]:
    """Who worked on an ask, a stay or an agreement of the child, or read what was said about one."""
    if asked.about is About.CHILD:
        stays = select(Stay.id).where(Stay.child_id == asked.key)
        asks = select(AskChild.ask_id).where(AskChild.child_id == asked.key)
        for of_child, kind in ((stays, ConversationKind.STAY), (asks, ConversationKind.ASK)):
            yield from audited(asked, of_child)
            yield from of_talk_about(asked, of_child, kind)
        yield from audited(asked, select(Agreement.id).where(Agreement.child_id == asked.key))


SOURCES = (from_sleepovers,)
"""What brings.py hands over."""
