"""`roost conversations purge`: what is too old goes now, or is counted."""

import datetime as dt
import uuid

import click

from constellations.access import Viewer
from constellations.cli import MakeApp
from constellations.jobs.cli import purge_command
from messaging.keeping.queries import kept_for
from messaging.keeping.removing.jobs import REMOVE_OLD_TALK
from messaging.keeping.removing.queries import held_conversations, would_go
from messaging.keeping.words import gone_words


def conversations(make_app: MakeApp) -> click.Command:
    """`roost conversations purge [--dry-run]`."""

    @click.group("conversations", help="What people say to each other.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    group.add_command(purge_command(make_app, REMOVE_OLD_TALK, _would_go))
    return group


def _would_go(service_id: uuid.UUID, today: dt.date) -> str:
    counts = would_go(service_id, kept_for(Viewer.system(), service_id), today)
    held = held_conversations(service_id)
    return f"{gone_words(counts) or 'nothing'} would go. Conversations held: {held}."
