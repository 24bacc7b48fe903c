"""What carers learned this year as a file."""

from collections.abc import Iterator, Sequence

from constellations.access import Viewer
from constellations.core.clock import Month
from constellations.extracts.declaration import Extract
from constellations.permissions import Permission
from constellations.support.learning.queries import learning_page

COLUMNS = ("year_from", "home", "carer", "minutes")


def rows(viewer: Viewer, _months: Sequence[Month]) -> Iterator[tuple[object, ...]]:
    """A row for each carer, of the year that runs from 1 April, verified or not."""
    page = learning_page(viewer)
    for one in page.carers:
        yield page.year[0], one.home, one.who, one.minutes


LEARNING = Extract("learning", "Learning of carers in this year", COLUMNS, rows, Permission.VERIFY_LEARNING)
