"""`roost breach-report`: who saw what of a person or a child, for who has the machine and no account."""

import datetime as dt
import json
import uuid

import click

from constellations.access import Viewer, find
from constellations.children.models import Child
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.core.clock import today
from constellations.core.errors import RuleBroken
from constellations.core.tables import as_csv
from constellations.models import Person
from constellations.who_saw.actions import take_report
from constellations.who_saw.queries import COLUMNS, WhoSaw, subject_called
from constellations.who_saw.rules import About, Asked, days_asked

DAY = click.DateTime(["%Y-%m-%d"])


def breach_report(make_app: MakeApp) -> click.Command:
    """`roost breach-report --person ADDRESS|--child KEY [--from DAY] [--to DAY] [--format json|csv]`."""

    @click.command("breach-report", help="Print who saw or took what of a person or a child, and when.")
    @click.option("--person", "address", help="A person's email address.")
    @click.option("--child", "key", help="A child's reference.")
    @click.option("--from", "first", type=DAY, help="The first day, such as 2026-11-01; 90 days ago unless given.")
    @click.option("--to", "last", type=DAY, help="The last day; today unless given.")
    @click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json")
    def command(
        address: str | None, key: str | None, first: dt.datetime | None, last: dt.datetime | None, form: str
    ) -> None:
        """Print it; that it was taken is written down."""
        if bool(address) == bool(key):
            raise Refused("Say of whom: --person ADDRESS or --child KEY, one of them.")
        with make_app().app_context():
            must_be_current()
            try:
                days = days_asked(first.date() if first else None, last.date() if last else None, today())
                report = _report(*subject_called(Viewer.system(), address or key or ""), days)
            except RuleBroken as broken:
                raise Refused(broken.words) from broken
            click.echo(_as_json(report) if form == "json" else _as_file(report), nl=form == "json")

    return command


def _report(about: About, key: uuid.UUID, days: tuple[dt.date, dt.date]) -> WhoSaw:
    system = Viewer.system()
    found: Person | Child = find(system, Person, key) if about is About.PERSON else find(system, Child, key)
    service_id = found.service_id
    if service_id is None:
        raise Refused("They belong to no service: there is no audit trail of theirs.")
    return take_report(system, Asked(about, key, service_id, *days), about.value)


def _as_json(report: WhoSaw) -> str:
    return json.dumps(
        {
            "about": report.asked.about.value,
            "id": str(report.asked.key),
            "from": report.asked.first.isoformat(),
            "to": report.asked.last.isoformat(),
            "made_at": report.made_at.isoformat(),
            "lines": [
                {name: None if cell is None else str(cell) for name, cell in zip(COLUMNS, line.cells, strict=True)}
                for line in report.lines
            ],
            "not_logged": list(report.not_logged),
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_file(report: WhoSaw) -> str:
    return as_csv(COLUMNS, (line.cells for line in report.lines))
