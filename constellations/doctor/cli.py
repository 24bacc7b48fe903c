"""`roost doctor`."""

import click

from constellations.access import Viewer
from constellations.cli import MakeApp
from constellations.doctor.queries import findings
from constellations.doctor.rules import as_json, as_lines, exit_status


def doctor(make_app: MakeApp) -> click.Command:
    """`roost doctor [--format json]`."""

    @click.command("doctor", help="Look at everything that Roost needs, and say what to do. Changes and sends nothing.")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    def command(form: str) -> None:
        """Look; the process ends with 0, with 1 where something should be looked at, with 2 where it is wrong."""
        with make_app().app_context():
            found = list(findings(Viewer.system()))
        click.echo(as_json(found) if form == "json" else as_lines(found))
        raise click.exceptions.Exit(exit_status(found))

    return command
