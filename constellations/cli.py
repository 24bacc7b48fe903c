"""The `roost` command."""

from collections.abc import Callable, Iterable

import click
from flask import Flask

from constellations import schema
from constellations.access import Viewer
from constellations.core import server
from constellations.core.database import database
from constellations.core.errors import RoostError
from constellations.core.logs import init_logs
from constellations.core.settings import SettingsWrong, current_settings
from constellations.doctor.queries import fitness
from constellations.doctor.rules import must_be_fit
from constellations.serving import ready_to_serve

MakeApp = Callable[[], Flask]
MakeCommand = Callable[[MakeApp], click.Command]
"""A feature's command is made with the way to make the application, so that `--help` needs no database."""


class Refused(click.ClickException):
    """Something a person can put right: said in one line, exit status 2."""

    exit_code = 2


def run(make_app: MakeApp, commands: Iterable[MakeCommand], words: list[str] | None = None) -> None:
    """Run the command line; `words` instead of those typed."""

    def make() -> Flask:
        """Make the application, with logs that suit who reads them."""
        try:
            app = make_app()
        except SettingsWrong as wrong:
            raise Refused(str(wrong)) from wrong
        with app.app_context():
            init_logs(for_machines=current_settings().is_production)
        return app

    roost = _Roost(help="Roost, for Mockingbird constellations and Hives.")
    for make_command in commands:
        roost.add_command(make_command(make))
    roost(args=words, prog_name="roost")


def must_be_current() -> None:
    """Raise Refused, in the application's context, unless the database is that of this version."""
    if not schema.is_current(database()):
        raise Refused("The database is not that of this version. Run: roost init")


def init(make_app: MakeApp) -> click.Command:
    """`roost init`."""

    @click.command("init", help="Create the database of DATABASE_URL, or bring it to this version. Data stays.")
    def command() -> None:
        """Do what the help says."""
        with make_app().app_context():
            schema.upgrade(database())
            click.echo(f"The database is ready: {database().url.render_as_string(hide_password=True)}")

    return command


def serve(make_app: MakeApp) -> click.Command:
    """`roost serve`."""

    @click.command("serve", help="Serve Roost; beside an embedded database the nightly jobs run too.")
    @click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
    @click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
    def command(host: str, port: int) -> None:
        """Do what the help says."""
        with make_app().app_context():
            here = database()
            # After `make setup` alone, Roost shall serve; a real installation is migrated by hand, after its backup.
            if not current_settings().is_production:
                schema.upgrade(here)
            must_be_current()
            if current_settings().is_production:
                must_be_fit(fitness(Viewer.system()))
        here.engine.dispose()
        click.echo(f"Roost is at http://{host}:{port} (Ctrl+C stops it).")
        server.serve(here, lambda: ready_to_serve(make_app), host, port)

    return command


class _Roost(click.Group):
    """Says the words of our own errors plainly, where others are faults."""

    def invoke(self, context: click.Context) -> object:
        """Run a command; a failure of ours ends it with its own words."""
        try:
            return super().invoke(context)
        except RoostError as error:
            raise Refused(error.words) from error
