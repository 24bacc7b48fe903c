"""`roost retention`: what is kept no longer goes now, or is counted; the same of one part as older commands did it."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from functools import partial

import click
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.cli import MakeApp, MakeCommand, Refused, must_be_current
from constellations.core import clock
from constellations.core.database import session
from constellations.jobs.actions import run_job
from constellations.jobs.declaration import Job
from constellations.jobs.rules import OUTCOME_WORDS, Daily, JobResult, Outcome
from constellations.keeping.actions import remove_kinds
from constellations.keeping.declaration import Kept, schedule
from constellations.keeping.jobs import KEEPING
from constellations.keeping.queries import amount_kept, cut_at, number_too_old
from constellations.keeping.rules import time_words
from constellations.models import Service

NO_SERVICE = "(no service)"


def retention(make_app: MakeApp) -> click.Command:
    """`roost retention run [--dry-run] [--kind KIND]…`."""

    @click.group("retention", help="How long each kind of record is kept, and what is too old.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    @group.command("run", help="Remove for good what is kept no longer, as the nightly job does.")
    @click.option("--dry-run", is_flag=True, help="Print how much of each kind would go. Changes nothing.")
    @click.option("--kind", "names", multiple=True, help="This kind alone; may be given again.")
    def run(dry_run: bool, names: tuple[str, ...]) -> None:
        """Remove, or count; the process fails where the job does."""
        with make_app().app_context():
            must_be_current()
            kinds = [_kind_called(name) for name in names] or list(schedule().kept.values())
            if dry_run:
                _print_table(kinds)
            elif {_remove(job) for job in (_jobs("retention", kinds) if names else KEEPING)} != {True}:
                raise click.exceptions.Exit(1)

    return group


def purge_group(name: str, words: str, kinds: Collection[str]) -> MakeCommand:
    """`roost NAME purge [--dry-run]`: the same of some kinds, under the name that it has had since before."""

    def make(make_app: MakeApp) -> click.Command:
        """The command for one application."""

        @click.group(name, help=words)
        def group() -> None:
            """Say what there is, where no other word follows."""

        @group.command("purge", help="Remove for good what is kept no longer, as the nightly job does.")
        @click.option("--dry-run", is_flag=True, help="Print how much would go. Changes nothing.")
        def purge(dry_run: bool) -> None:
            """Remove, or count; the process fails where the job does."""
            with make_app().app_context():
                must_be_current()
                found = [_kind_called(kind) for kind in kinds]
                if dry_run:
                    _print_table(found)
                elif not _remove(_jobs(name, found)[0]):
                    raise click.exceptions.Exit(1)

        return group

    return make


def _jobs(name: str, kinds: Sequence[Kept]) -> tuple[Job, Job]:
    """The job of some kinds alone, of each service and of none; the ledger calls them by the command."""
    words = "Remove what is kept no longer, by hand"
    run = partial(_of_kinds, kinds)
    by_hand = f"remove_old_{name.replace('-', '_')}"
    return Job(by_hand, words, Daily(4), run), Job(f"{by_hand}_of_none", words, Daily(4), run, per_service=False)


def _of_kinds(
    kinds: Sequence[Kept], viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date
) -> JobResult:
    return remove_kinds(viewer, kinds, service_id, since, until)


def _kind_called(name: str) -> Kept:
    found = schedule().kept.get(name)
    if found is None:
        raise Refused(f"There is no kind of record called {name}. There are: {', '.join(schedule().kept)}.")
    return found


def _print_table(kinds: Sequence[Kept]) -> None:
    """One line for each service and kind: for how long, and how much would go today."""
    services = session().execute(covering(Viewer.system(), select(Service.key, Service.id).order_by(Service.key))).all()
    width = max(len(kept.kind) for kept in kinds)
    for key, service_id in (*services, (NO_SERVICE, None)):
        for kept in kinds:
            amount = amount_kept(Viewer.system(), service_id, kept)
            gone = number_too_old(kept, cut_at(kept, service_id, amount, clock.today()))
            # Of what belongs to no service, only what there is: most kinds are of a service alone.
            if service_id or gone:
                click.echo(f"{key}  {kept.kind:{width}}  {time_words(kept.unit, amount):20}  {gone} would go")


def _remove(job: Job) -> bool:
    """Run a job that removes, with a row in the ledger for each service; gives whether all went well."""
    runs = run_job(job, clock.today())
    for run in runs:
        click.echo(f"{OUTCOME_WORDS[run.outcome]}: {run.words or 'nothing was too old'}")
    return all(run.outcome is not Outcome.FAILED for run in runs)
