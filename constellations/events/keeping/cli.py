"""`roost events purge`: old answers, registers and diets go now, or are counted."""

from constellations.events.keeping.kept import KEPT
from constellations.keeping.cli import purge_group

WORDS = "What families said to events, who came, and what they eat."

events = purge_group("events", WORDS, tuple(kept.kind for kept in KEPT))
