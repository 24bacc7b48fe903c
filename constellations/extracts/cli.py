"""`roost extract`: the pseudonymised tables of a service, for a pull each night."""

import json
import os
import tempfile
import uuid
from pathlib import Path

import click
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.core.database import session
from constellations.extracts.actions import Part, take_tables
from constellations.models import Service

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
            parts = take_tables(Viewer.system(), _service_called(service_key))
            folder.mkdir(parents=True, exist_ok=True)
            click.echo(json.dumps({part.name: _put(folder, part) for part in parts}, indent=2))

    return command


def _service_called(key: str) -> uuid.UUID:
    found = session().scalars(covering(Viewer.system(), select(Service.id).where(Service.key == key))).one_or_none()
    if found is None:
        raise Refused(f"There is no service called {key}. Keys are told apart by capitals too.")
    return found


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
