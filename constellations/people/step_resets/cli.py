"""`roost people second-step-reset`: the way in again for who is alone, given by who runs the machine."""

import click

from constellations.access import Viewer
from constellations.accounts.queries import person_at
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.people.step_resets.actions import reset_without_staff


def people(make_app: MakeApp) -> click.Command:
    """`roost people second-step-reset EMAIL`."""

    @click.group("people", help="People who use Roost.")
    def group() -> None:
        """Say what there is, where no other word follows."""

    @group.command("second-step-reset", help="Reset a second step where no two members of staff are left to do it.")
    @click.argument("email")
    def reset(email: str) -> None:
        """Reset it; the person and their service are told, and it is in the audit log."""
        with make_app().app_context():
            must_be_current()
            person = person_at(email)
            if person is None:
                raise Refused(f"There is nobody with the address {email}.")
            reset_without_staff(Viewer.system(), person.id)
        click.echo(f"{email} signs in with the password, and sets a second step up anew. They are told by mail.")

    return group
