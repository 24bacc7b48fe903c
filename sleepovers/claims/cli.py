"""`roost uplifts`: the month's report, and flagging by hand."""

import uuid
from collections.abc import Sequence

import click
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.calendar.rules import month_in_reach
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Service
from sleepovers.claims.actions import flag_uplifts
from sleepovers.claims.jobs import flagged_words
from sleepovers.claims.queries import uplift_rows
from sleepovers.claims.report import as_csv, as_json, as_table
from sleepovers.payments.exporting.cli import export_command
from sleepovers.payments.paying.cli import paid_command

FORMATS = {"table": as_table, "csv": as_csv, "json": as_json}

MONTH = click.option("--month", "month_text", required=True, metavar="YYYY-MM", help="The month, such as 2026-10.")
SERVICE = click.option("--service", "service_key", metavar="KEY", help="One service; without it all of them.")


def uplifts(make_app: MakeApp) -> click.Command:
    """`roost uplifts report`, `roost uplifts flag`, `roost uplifts export`, `roost uplifts paid`."""

    @click.group("uplifts", help="The month's count: report it, or flag who is due.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    @group.command("report", help="Print one row for each home that hosted at least one night. Changes nothing.")
    @MONTH
    @SERVICE
    @click.option("--format", "form", type=click.Choice(list(FORMATS)), default="table", show_default=True)
    def report(month_text: str, service_key: str | None, form: str) -> None:
        """Print the report."""
        with make_app().app_context():
            month = _month(month_text)
            rows = [row.figures for row in uplift_rows(Viewer.system(), month, service_key)]
            text = FORMATS[form](rows)
            click.echo(text, nl=not text.endswith("\n"))

    @group.command("flag", help="Flag the homes that are due an uplift. Doing it twice changes nothing.")
    @MONTH
    @SERVICE
    def flag(month_text: str, service_key: str | None) -> None:
        """Flag, and say whom."""
        with make_app().app_context():
            month = _month(month_text)
            for key, service_id in _services(service_key):
                for flagged in flag_uplifts(Viewer.system(), service_id, [month]):
                    click.echo(f"{key}: {flagged_words(flagged)}")

    group.add_command(export_command(make_app))
    group.add_command(paid_command(make_app))
    return group


def _month(text: str) -> Month:
    """Read the month, once it is sure that there is a database to look into."""
    must_be_current()
    return month_in_reach(text, clock.today())


def _services(key: str | None) -> Sequence[tuple[str, uuid.UUID]]:
    asked = select(Service.key, Service.id).order_by(Service.key)
    if key is not None:
        asked = asked.where(Service.key == key)
    found = session().execute(covering(Viewer.system(), asked)).all()
    if key is not None and not found:
        raise Refused(f"There is no service called {key}. Keys are told apart by capitals too.")
    return found
