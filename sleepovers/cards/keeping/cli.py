"""`roost stay-cards purge`: what sleepovers long over left goes now, or is counted."""

import datetime as dt
import uuid

import click

from constellations.cli import MakeApp
from constellations.jobs.cli import purge_command
from sleepovers.cards.keeping.jobs import REMOVE_OLD_CARDS
from sleepovers.cards.keeping.queries import would_go
from sleepovers.cards.keeping.words import gone_words


def stay_cards(make_app: MakeApp) -> click.Command:
    """`roost stay-cards purge [--dry-run]`."""

    @click.group("stay-cards", help="What hosts are told of the children who stay with them.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    group.add_command(purge_command(make_app, REMOVE_OLD_CARDS, _would_go))
    return group


def _would_go(service_id: uuid.UUID, today: dt.date) -> str:
    return f"{gone_words(would_go(service_id, today)) or 'nothing'} would go."
