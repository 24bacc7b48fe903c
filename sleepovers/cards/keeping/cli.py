"""`roost stay-cards purge`: what sleepovers long over left goes now, or is counted."""

from constellations.keeping.cli import purge_group
from sleepovers.cards.keeping.kept import CARDS, HANDOVERS

stay_cards = purge_group(
    "stay-cards", "What hosts are told of the children who stay with them.", (CARDS.kind, HANDOVERS.kind)
)
