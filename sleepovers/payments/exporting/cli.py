"""`roost uplifts export`: the batch of a month as files."""

import json
import tempfile
from pathlib import Path

import click

from constellations.access import Viewer
from constellations.calendar.rules import month_in_reach
from constellations.cli import MakeApp, must_be_current, service_called
from constellations.core import clock
from sleepovers.payments.exporting.actions import export_uplifts
from sleepovers.payments.exporting.files import file_name
from sleepovers.payments.exporting.queries import due_of, without_number
from sleepovers.payments.models import Batch


def export_command(make_app: MakeApp) -> click.Command:
    """`roost uplifts export`."""

    @click.command("export", help="Send what is approved of a month, and write the files of the batch.")
    @click.option("--service", "service_key", required=True, metavar="KEY", help="The service.")
    @click.option("--month", "month_text", required=True, metavar="YYYY-MM", help="The month, such as 2026-10.")
    @click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
    def command(service_key: str, month_text: str, folder: Path) -> None:
        """Export, write, and say what was written."""
        with make_app().app_context():
            must_be_current()
            month, viewer = month_in_reach(month_text, clock.today()), Viewer.system()
            service_id = service_called(service_key)
            batch = export_uplifts(viewer, service_id, month)
            click.echo(json.dumps(_written(batch, service_key, folder), indent=2))
            for due in without_number(viewer, service_id, due_of(viewer, service_id, month)):
                click.echo(f"Left out: {due.home} ({due.home_key}) has no supplier number yet.", err=True)

    return command


def _written(batch: Batch, service: str, folder: Path) -> dict[str, object]:
    """Write the files of a batch; gives what is printed. `sha256` is that of the CSV file."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for ending, content, sha256 in (("csv", batch.csv, batch.csv_sha256), ("xlsx", batch.xlsx, batch.xlsx_sha256)):
        name = file_name(service, batch.month, batch.number, ending)
        _put(folder / name, content)
        files[name] = sha256
    return {"batch": batch.number, "rows": batch.line_count, "sha256": batch.csv_sha256, "files": files}


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: who looks meanwhile finds no half of one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as half:
        half.write(content)
    Path(half.name).chmod(0o640)
    Path(half.name).replace(path)
