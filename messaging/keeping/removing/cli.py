"""`roost conversations purge`: what is too old of what was said goes now, or is counted."""

from constellations.keeping.cli import purge_group
from messaging.keeping.kept import TALK

conversations = purge_group("conversations", "What people say to each other.", tuple(kept.kind for kept in TALK))
