"""The daily job that removes stay cards and hand-overs of sleepovers that are long over."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from sleepovers.cards.keeping.actions import remove_old_cards

REMOVE_OLD_CARDS = Job(
    "remove_old_cards", "Remove stay cards and hand-over notes of sleepovers long over", Daily(4, 15), remove_old_cards
)
