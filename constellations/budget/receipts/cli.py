"""`roost receipts purge`: receipts that are kept no longer go now, or are counted."""

import datetime as dt
import uuid

import click

from constellations.budget.receipts.jobs import REMOVE_OLD_RECEIPTS
from constellations.budget.receipts.queries import number_too_old
from constellations.cli import MakeApp
from constellations.jobs.cli import purge_command


def receipts(make_app: MakeApp) -> click.Command:
    """`roost receipts purge [--dry-run]`."""

    @click.group("receipts", help="The receipts of activity budgets.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    group.add_command(purge_command(make_app, REMOVE_OLD_RECEIPTS, _would_go))
    return group


def _would_go(service_id: uuid.UUID, today: dt.date) -> str:
    return f"{number_too_old(service_id, today)} receipts would go."
