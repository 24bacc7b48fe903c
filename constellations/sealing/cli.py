"""`roost seals`: how much is sealed with which keys, and sealing all of it with the newest."""

from collections.abc import Callable

import click

from constellations.access import Viewer
from constellations.cli import MakeApp, must_be_current
from constellations.sealing.actions import Renew, renew_seals
from constellations.sealing.queries import sealings


def seals_with(*also: Renew) -> Callable[[MakeApp], click.Command]:
    """The command `roost seals`, with what else is made anew when a key has changed."""

    def seals(make_app: MakeApp) -> click.Command:
        """`roost seals renew [--dry-run]`."""

        @click.group("seals", help="What is sealed in the database with the keys of ROOST_FIELD_KEYS.")
        def group() -> None:
            """Say what there is, where no other word follows."""

        @group.command("renew", help="Seal with the first key what an older one sealed, so that the older can go.")
        @click.option("--dry-run", is_flag=True, help="Say how much that is. Changes nothing.")
        def renew(dry_run: bool) -> None:
            """Renew, or count."""
            with make_app().app_context():
                must_be_current()
                if dry_run:
                    _count()
                else:
                    click.echo(f"{renew_seals(Viewer.system(), also)} were sealed anew.")
                    click.echo("The first key alone is needed now, and older ones for backups of before.")

        return group

    return seals


def _count() -> None:
    for name, found in sealings(Viewer.system()).items():
        click.echo(f"{name}: newest key {found.newest}, older keys {found.older}, no key opens {found.lost}")
