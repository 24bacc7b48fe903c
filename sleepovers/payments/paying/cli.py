"""`roost uplifts paid`: what the council's own system says was paid, taken in from its file."""

import hashlib
import json
from pathlib import Path

import click

from constellations.access import Viewer
from constellations.cli import MakeApp, must_be_current, service_called
from sleepovers.payments.paying.actions import take_in_paid_file
from sleepovers.payments.paying.paid_file import outcomes_read


def paid_command(make_app: MakeApp) -> click.Command:
    """`roost uplifts paid`."""

    @click.command("paid", help="Take in the file that says what was paid and what came back: all of it, or nothing.")
    @click.option("--service", "service_key", required=True, metavar="KEY", help="The service.")
    @click.option("--file", "path", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def command(service_key: str, path: Path) -> None:
        """Take it in, and say how many lines it has, and how many are new."""
        with make_app().app_context():
            must_be_current()
            service_id, content = service_called(service_key), path.read_bytes()
            outcomes = outcomes_read(content)
            new = take_in_paid_file(Viewer.system(), service_id, outcomes)
            said = {
                "lines": len(outcomes),
                "paid": sum(each.paid_on is not None for each in outcomes),
                "bounced": sum(each.paid_on is None for each in outcomes),
                "new": new,
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            click.echo(json.dumps(said, indent=2))

    return command
