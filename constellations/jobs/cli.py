"""`roost jobs`: the process that runs the jobs, and a job by hand."""

import threading

import click
from flask import Flask

from constellations.access import Viewer
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.core import clock
from constellations.core.words import full_day_words
from constellations.jobs.actions import run_job
from constellations.jobs.declaration import Job
from constellations.jobs.queries import last_good_days
from constellations.jobs.rules import OUTCOME_WORDS, Outcome
from constellations.jobs.scheduler import jobs_of, run_scheduler


def jobs(make_app: MakeApp) -> click.Command:
    """`roost jobs`, `roost jobs list`, `roost jobs run NAME`."""

    @click.group("jobs", invoke_without_command=True, help="Run the nightly jobs, each at its time, until stopped.")
    @click.pass_context
    def group(context: click.Context) -> None:
        """Run the jobs, where no other word follows."""
        if context.invoked_subcommand is None:
            app = make_app()
            _refuse_other_tables(app)
            click.echo("Roost runs the jobs (Ctrl+C stops it). Where another process runs them, this one waits.")
            run_scheduler(app, threading.Event())

    @group.command("list", help="Each job, and the day that its last good run looked after.")
    def list_command() -> None:
        """List them."""
        app = make_app()
        _refuse_other_tables(app)
        with app.app_context():
            for job in jobs_of(app):
                click.echo(_line(job))

    @group.command("run", help="Run one job now, for all services, with the days it missed.")
    @click.argument("name")
    def run_command(name: str) -> None:
        """Run one; the process fails with it."""
        app = make_app()
        _refuse_other_tables(app)
        with app.app_context():
            if not _run_now(_job_called(app, name)):
                raise click.exceptions.Exit(1)

    return group


def _refuse_other_tables(app: Flask) -> None:
    with app.app_context():
        must_be_current()


def _job_called(app: Flask, name: str) -> Job:
    named = {job.name: job for job in jobs_of(app)}
    if name not in named:
        raise Refused(f"There is no job called {name}. There are: {', '.join(sorted(named)) or 'none'}.")
    return named[name]


def _run_now(job: Job) -> bool:
    """Run it and say how each run went; gives whether all went well."""
    runs = run_job(job, clock.today())
    for run in runs:
        click.echo(f"{OUTCOME_WORDS[run.outcome]}: {run.since} to {run.until}, {run.found} found. {run.words}".rstrip())
    if not runs:
        click.echo("There was nothing to do.")
    return all(run.outcome is not Outcome.FAILED for run in runs)


def _line(job: Job) -> str:
    days = last_good_days(Viewer.system(), job.name)
    last = f"looked after all days up to {full_day_words(min(days.values()))}" if days else "never ran"
    return f"{job.name}: {job.words}; {last}"
