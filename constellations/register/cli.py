"""`roost import`: load the register from a folder of CSV files or from a workbook."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from constellations.access import Viewer
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.register.actions import Outcome, Progress, load_register
from constellations.register.problems import SHOWN

STEPS = {"read": "Reading", "check": "Checking", "store": "Storing"}

COLUMNS = ("file", "added", "changed", "unchanged", "refused")


def load(make_app: MakeApp) -> click.Command:
    """`roost import FOLDER`."""

    @click.command(
        "import", help="Load the register from a FOLDER of CSV files, or from one .xlsx: all of it or nothing."
    )
    @click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER_OR_XLSX")
    @click.option("--service", metavar="KEY", help="Refuse rows of other services.")
    @click.option("--dry-run", is_flag=True, help="Say what would be added, changed and refused; store nothing.")
    def command(folder: Path, service: str | None, dry_run: bool) -> None:
        """Load, and say what came of it."""
        with make_app().app_context():
            must_be_current()
            with _bar() as progress:
                outcome = load_register(Viewer.system(), folder, service, dry_run, progress)
        _say(outcome, dry_run)

    return command


@contextmanager
def _bar() -> Iterator[Progress]:
    """A bar while files are read, whose length is known; a word for what comes after."""
    with click.progressbar(length=1_000, label=f"{STEPS['read']:9}", file=sys.stderr) as bar:

        def progress(step: str, done: int, whole: int) -> None:
            """Show how far a step is."""
            if bar.label != f"{STEPS[step]:9}":
                bar.label = f"{STEPS[step]:9}"
                bar.render_progress()
            if whole:
                bar.update(done * 1_000 // whole - bar.pos)

        yield progress


def _say(outcome: Outcome, dry_run: bool) -> None:
    for warning in outcome.warnings:
        click.echo(f"Warning: {warning}", err=True)
    _say_rest(outcome.warning_count, len(outcome.warnings), "warnings")
    for problem in outcome.problems:
        click.echo(str(problem), err=True)
    _say_rest(outcome.problem_count, len(outcome.problems), "errors")
    click.echo(table(outcome))
    if outcome.problem_count:
        found = "1 error" if outcome.problem_count == 1 else f"{outcome.problem_count} errors"
        raise Refused(f"{found}. Nothing was stored. Correct the files, then load them again.")
    if dry_run:
        click.echo("This was a dry run. Nothing was stored.")
    elif not outcome.is_news:
        click.echo("All of this was stored before. Nothing has changed.")
    else:
        click.echo("Everything was stored.")


def _say_rest(count: int, shown: int, what: str) -> None:
    if count > shown:
        click.echo(f"These are the first {SHOWN}; there are {count} {what} in all.", err=True)


def table(outcome: Outcome) -> str:
    """What becomes of the rows, file by file, in columns."""
    cells = [COLUMNS, *((c.file, *map(str, (c.added, c.changed, c.same, c.refused))) for c in outcome.counts)]
    longest = max(len(row[0]) for row in cells)
    return "\n".join(row[0].ljust(longest) + "".join(cell.rjust(11) for cell in row[1:]) for row in cells)
