"""The `roost` command."""

import uuid
from collections.abc import Callable, Iterable

import click
from flask import Flask
from sqlalchemy import select

from constellations import schema
from constellations.access import Viewer, covering
from constellations.core.database import database, session
from constellations.core.errors import RoostError
from constellations.core.logs import init_logs
from constellations.core.settings import SettingsWrong, current_settings
from constellations.models import Service

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


def service_called(key: str) -> uuid.UUID:
    """The service with this key; raises Refused."""
    found = session().scalars(covering(Viewer.system(), select(Service.id).where(Service.key == key))).one_or_none()
    if found is None:
        raise Refused(f"There is no service called {key}. Keys are told apart by capitals too.")
    return found


def init(make_app: MakeApp) -> click.Command:
    """`roost init`."""

    @click.command("init", help="Create the database of DATABASE_URL, or bring it to this version. Data stays.")
    def command() -> None:
        """Do what the help says."""
        with make_app().app_context():
            schema.upgrade(database())
            click.echo(f"The database is ready: {database().url.render_as_string(hide_password=True)}")

    return command


class _Roost(click.Group):
    """Says the words of our own errors plainly, where others are faults."""

    def invoke(self, context: click.Context) -> object:
        """Run a command; a failure of ours ends it with its own words."""
        try:
            return super().invoke(context)
        except RoostError as error:
            raise Refused(error.words) from error
