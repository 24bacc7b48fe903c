"""`roost people second-step-reset`: the way in again for who is alone, given by whoever runs the machine."""

import click

from constellations.access import Viewer
from constellations.accounts.queries import person_at
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.models import Person
from constellations.people.rules import mail_address
from constellations.people.step_resets.actions import reset_without_staff


def second_step_reset(make_app: MakeApp) -> click.Command:
    """`roost people second-step-reset EMAIL`."""

    @click.command("second-step-reset", help="Reset a second step where no two members of staff are left to do it.")
    @click.argument("email")
    def command(email: str) -> None:
        """Reset it; the person and their service are told, and it is in the audit log."""
        with make_app().app_context():
            must_be_current()
            reset_without_staff(Viewer.system(), somebody_at(email).id)
        click.echo(f"{email} signs in with the password, and sets a second step up anew. They are told by mail.")

    return command


def somebody_at(email: str) -> Person:
    """Whoever has this address; raises Refused where nobody does."""
    person = person_at(mail_address(email) or email)
    if person is None:
        raise Refused(f"There is nobody with the address {email}.")
    return person
