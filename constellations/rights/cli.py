"""`roost rights hand-over`: the copy of the only manager, which nobody else of their service can look at."""

import click

from constellations.access import Viewer
from constellations.accounts.queries import person_at
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.core.errors import RuleBroken
from constellations.rights.actions import hand_over_without_managers


def rights(make_app: MakeApp) -> click.Command:
    """`roost rights hand-over EMAIL`."""

    @click.group("rights", help="Requests about personal data.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    @group.command("hand-over", help="Hand the copy of the only manager over, from which something is withheld.")
    @click.argument("email")
    def hand_over(email: str) -> None:
        """Hand it over; they are told when it is made, and it is in the audit log."""
        with make_app().app_context():
            must_be_current()
            person = person_at(email)
            if person is None:
                raise Refused(f"There is nobody with the address {email}.")
            try:
                hand_over_without_managers(Viewer.system(), person.id)
            except RuleBroken as broken:
                raise Refused(broken.words) from broken
        click.echo(f"The copy is being made, without what is withheld. {email} is told when it can be fetched.")

    return group
