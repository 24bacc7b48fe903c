"""`roost signs anew`: the signs of families counted from the activity log alone, when the roll-up is not trusted."""

import click
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.cli import MakeApp, must_be_current
from constellations.core.database import session
from constellations.engagement.signs.actions import count_signs_anew
from constellations.models import Service


def signs(make_app: MakeApp) -> click.Command:
    """`roost signs anew`."""

    @click.group("signs", help="When families last took part, and how.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    @group.command("anew", help="Count all signs of all services again, from the activity log. Pages stay right.")
    def anew() -> None:
        """Count, service by service."""
        with make_app().app_context():
            must_be_current()
            services = select(Service.key, Service.id).order_by(Service.key)
            for key, service_id in session().execute(covering(Viewer.system(), services)).all():
                click.echo(f"{key}: {count_signs_anew(Viewer.system(), service_id).words}")

    return group
