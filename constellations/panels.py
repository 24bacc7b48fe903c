"""The panels of the home page that speak of constellations and their calendar, in one list."""

from constellations.directory import panels as directory
from constellations.events import panels as events
from constellations.events.answers import panels as answers
from constellations.region import panels as region
from constellations.support.learning import panels as learning

PANELS = (*events.PANELS, *answers.PANELS, *directory.PANELS, *region.PANELS, *learning.PANELS)
"""In the order in which they are shown."""
