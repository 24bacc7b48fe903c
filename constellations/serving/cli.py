"""The command that serves Roost."""

import click

from constellations import schema
from constellations.access import Viewer
from constellations.cli import MakeApp, must_be_current
from constellations.core import server
from constellations.core.database import database
from constellations.core.settings import current_settings
from constellations.doctor.queries import fitness
from constellations.doctor.rules import must_be_fit
from constellations.serving.actions import ready_to_serve


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
