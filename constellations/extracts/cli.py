"""`roost extract`: the pseudonymised tables of a service, for a pull each night."""

import json
import os
import tempfile
from pathlib import Path

import click

from constellations.access import Viewer
from constellations.cli import MakeApp, must_be_current, service_called
from constellations.extracts.actions import Part, take_tables

READABLE = 0o640
"""By its owner and the group alone."""


def extract(make_app: MakeApp) -> click.Command:
    """`roost extract SERVICE --out DIR`."""

    @click.command("extract", help="Write the pseudonymised tables of a service as CSV files, with their schema.")
    @click.argument("service_key", metavar="SERVICE")
    @click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
    def command(service_key: str, folder: Path) -> None:
        """Write them, and say how many lines each has."""
        with make_app().app_context():
            must_be_current()
            parts = take_tables(Viewer.system(), service_called(service_key))
            folder.mkdir(parents=True, exist_ok=True)
            click.echo(json.dumps({part.name: _put(folder, part) for part in parts}, indent=2))

    return command


def _put(folder: Path, part: Part) -> int:
    """Write a file whole or not at all, so that who pulls meanwhile finds no half of one; gives its lines."""
    lines = 0
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".", delete=False, encoding="utf-8", newline="") as half:
        for piece in part.pieces:
            half.write(piece)
            lines += piece.count("\n")
        half.flush()
        os.fsync(half.fileno())
    Path(half.name).chmod(READABLE)
    Path(half.name).replace(folder / part.name)
    return lines
