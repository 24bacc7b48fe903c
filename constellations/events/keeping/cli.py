"""`roost events purge`: old answers, registers and diets go now, or are counted."""

import datetime as dt
import uuid

import click

from constellations.access import Viewer
from constellations.cli import MakeApp
from constellations.events.keeping.jobs import REMOVE_OLD_ANSWERS
from constellations.events.keeping.queries import gone_words, kept_for, would_go
from constellations.jobs.cli import purge_command


def events(make_app: MakeApp) -> click.Command:
    """`roost events purge [--dry-run]`."""

    @click.group("events", help="What families said to events, who came, and what they eat.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    group.add_command(purge_command(make_app, REMOVE_OLD_ANSWERS, _would_go))
    return group


def _would_go(service_id: uuid.UUID, today: dt.date) -> str:
    counts = would_go(service_id, kept_for(Viewer.system(), service_id), today)
    return f"{gone_words(counts) or 'nothing'} would go."
