"""The panels of the home page that speak of constellations and their calendar, in one list."""

from constellations.directory import panels as directory
from constellations.engagement.families import panels as families
from constellations.engagement.needs import panels as needs
from constellations.events import panels as events
from constellations.events.answers import panels as answers
from constellations.people.caseload import panels as caseload
from constellations.support.handbook import panels as handbook
from constellations.support.learning import panels as learning
from constellations.support.leaving import panels as leaving
from constellations.support.overview import panels as support
from constellations.support.teams import panels as teams

PANELS = (
    *(
        *needs.PANELS,
        *caseload.PANELS,
        *events.PANELS,
        *answers.PANELS,
        *handbook.PANELS,
        *teams.PANELS,
        *directory.PANELS,
    ),
    *(*learning.PANELS, *leaving.PANELS, *support.PANELS, *families.PANELS),
)
"""In the order in which they are shown."""
