"""Lines of a report from a child's asks and stays; who read its stay card is a link of the audit trail by the child."""

from collections.abc import Iterator

from sqlalchemy import select

from constellations.access import Viewer
from constellations.who_saw.queries import audited
from constellations.who_saw.rules import About, Asked, Sighting
from sleepovers.asks.models import Agreement, AskChild
from sleepovers.models import Stay


def from_sleepovers(_viewer: Viewer, asked: Asked) -> Iterator[Sighting]:
    """Who worked on an ask or a stay of the child, or on whether it may sleep there."""
    if asked.about is About.CHILD:
        yield from audited(asked, select(Stay.id).where(Stay.child_id == asked.key))
        yield from audited(asked, select(AskChild.ask_id).where(AskChild.child_id == asked.key))
        yield from audited(asked, select(Agreement.id).where(Agreement.child_id == asked.key))


SOURCES = (from_sleepovers,)
"""What brings.py hands over."""
