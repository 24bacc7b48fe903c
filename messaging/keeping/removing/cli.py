"""`roost conversations purge`: what is too old goes now, or is counted."""

import click
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.cli import MakeApp, must_be_current
from constellations.core import clock
from constellations.core.database import session
from constellations.jobs.actions import run_job
from constellations.jobs.rules import OUTCOME_WORDS, Outcome
from constellations.models import Service
from messaging.keeping.queries import kept_for
from messaging.keeping.removing.jobs import REMOVE_OLD_TALK
from messaging.keeping.removing.queries import held_conversations, would_go
from messaging.keeping.words import gone_words


def conversations(make_app: MakeApp) -> click.Command:
    """`roost conversations purge [--dry-run]`."""

    @click.group("conversations", help="What people say to each other.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    @group.command("purge", help="Remove for good what each service keeps no longer, as the daily job does.")
    @click.option("--dry-run", is_flag=True, help="Say how much would go. Changes nothing.")
    def purge(dry_run: bool) -> None:
        """Remove, or count; the process fails where the job does."""
        with make_app().app_context():
            must_be_current()
            if dry_run:
                _count()
            elif not _remove():
                raise click.exceptions.Exit(1)

    return group


def _count() -> None:
    services = select(Service.key, Service.id).order_by(Service.key)
    for key, service_id in session().execute(covering(Viewer.system(), services)).all():
        counts = would_go(service_id, kept_for(Viewer.system(), service_id), clock.today())
        held = held_conversations(service_id)
        click.echo(f"{key}: {gone_words(counts) or 'nothing'} would go. Conversations held: {held}.")


def _remove() -> bool:
    """Run the job for each service, with a row in the ledger; gives whether all went well."""
    runs = run_job(REMOVE_OLD_TALK, clock.today())
    for run in runs:
        click.echo(f"{OUTCOME_WORDS[run.outcome]}: {run.words or 'nothing was too old'}")
    return all(run.outcome is not Outcome.FAILED for run in runs)
