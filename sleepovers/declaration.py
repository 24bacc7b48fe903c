"""What sleepovers bring along: their commands, in one list."""

from sleepovers.cards.keeping import cli as cards_cli
from sleepovers.claims import cli as claims_cli
from sleepovers.demo import cli as demo_cli

COMMANDS = (demo_cli.demo, claims_cli.uplifts, cards_cli.stay_cards)
"""What one types after `roost`."""
