"""`roost backup` and `roost restore`."""

import time
from collections.abc import Iterable
from pathlib import Path

import click

from constellations.access import Viewer
from constellations.backup.actions import Tell, make_backup, restore_backup
from constellations.backup.queries import looked_at
from constellations.backup.rules import LOOK_AT, Compared, table_of
from constellations.cli import MakeApp, must_be_current
from constellations.core.dumps import DumpFailed

TOLD_EVERY_SECONDS = 2.0

FOLDER = click.Path(file_okay=False, path_type=Path)
BACKUP = click.Path(file_okay=False, exists=True, path_type=Path)


class _Backups(click.Group):
    """`roost backup FOLDER` makes one; `roost backup verify FOLDER` looks at one."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Take what is no command for the folder of a new backup, with its options."""
        if args and args[0] not in self.commands and args[0] not in context.help_option_names:
            args = ["make", *args]
        return super().parse_args(context, args)


def backup(make_app: MakeApp) -> click.Command:
    """`roost backup FOLDER [--keep N]`, `roost backup verify FOLDER`."""

    @click.group("backup", cls=_Backups, help="Copy database and uploads while people work: roost backup FOLDER.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    @group.command("make", help="Make a backup in FOLDER, under its time. The keys are never in it.")
    @click.argument("folder", type=FOLDER)
    @click.option("--keep", type=click.IntRange(min=1), help="Remove older backups in FOLDER beyond so many.")
    def make(folder: Path, keep: int | None) -> None:
        """Make one; the process fails where it was not made."""
        with make_app().app_context():
            must_be_current()
            try:
                place, manifest = make_backup(Viewer.system(), folder, keep, _seldom())
            except (OSError, DumpFailed) as failure:
                raise click.ClickException(f"No backup was made: {_words(failure)}") from failure
            rows, files = manifest.contents.rows, len(manifest.files) - 1
            click.echo(f"{place}: {rows} rows, {files} uploaded files. Keep the keys elsewhere.")

    @group.command("verify", help="Look through one backup, where it lies: hashes, the database, its rows.")
    @click.argument("folder", type=BACKUP)
    def verify(folder: Path) -> None:
        """Look at it; the process fails where it is not whole."""
        with make_app().app_context():
            _show(looked_at(folder))

    return group


def restore(make_app: MakeApp) -> click.Command:
    """`roost restore FOLDER`."""

    @click.command("restore", help="Put one backup back where nothing is: an empty database, no uploads. Compare all.")
    @click.argument("folder", type=BACKUP)
    def command(folder: Path) -> None:
        """Put it back; the process fails where something differs."""
        with make_app().app_context():
            try:
                lines = restore_backup(Viewer.system(), folder, _seldom())
            except (OSError, DumpFailed) as failure:
                raise click.ClickException(f"The backup was not put back: {_words(failure)}") from failure
            _show(lines)
            click.echo(f"\n{LOOK_AT}\n\nNow: roost doctor, then start Roost.")

    return command


def _words(failure: OSError | DumpFailed) -> str:
    return failure.words if isinstance(failure, DumpFailed) else str(failure.strerror or failure)


def _show(lines: Iterable[Compared]) -> None:
    shown = list(lines)
    click.echo(table_of(shown))
    if not all(line.is_good for line in shown):
        click.echo("Something is not as it was: see the lines that begin with NOT.", err=True)
        raise click.exceptions.Exit(1)


def _seldom() -> Tell:
    """Say how far it has come, but not more often than somebody reads it."""
    last = 0.0

    def tell(words: str) -> None:
        """Say it on standard error, so that the last line stands alone."""
        nonlocal last
        if time.monotonic() - last >= TOLD_EVERY_SECONDS:
            last = time.monotonic()
            click.echo(words, err=True)

    return tell
