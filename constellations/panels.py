"""What of the constellations stands on the home page."""

from constellations.directory import panels as directory
from constellations.events import panels as events

PANELS = (*events.PANELS, *directory.PANELS)
"""In the order in which they are shown."""
