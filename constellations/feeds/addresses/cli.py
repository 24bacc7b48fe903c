"""`roost feed`: an address for somebody's calendar, from the command line."""

import click

from constellations.accounts.queries import person_at
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.feeds.addresses.actions import Wish, make_address
from constellations.feeds.addresses.queries import address_in_full, offered
from constellations.feeds.rules import Content, Detail
from constellations.queries import viewer_for


def feed(make_app: MakeApp) -> click.Command:
    """`roost feed EMAIL [--detail DETAIL] [--content CONTENT] [--name NAME]`."""

    @click.command("feed", help="Make a secret calendar address for somebody, and print it once.")
    @click.argument("email")
    @click.option(
        "--detail",
        type=click.Choice([one.value for one in Detail]),
        default=Detail.KIND.value,
        show_default=True,
        help="How much it says: busy only; what kind of thing; stays by initials; events in full, stays by initials.",
    )
    @click.option(
        "--content",
        "contents",
        type=click.Choice([one.value for one in Content]),
        multiple=True,
        help="What stands in it; may be repeated. Without it everything that there is for them.",
    )
    @click.option("--name", default="roost feed", show_default=True, help="What it is called among their addresses.")
    def command(email: str, detail: str, contents: tuple[str, ...], name: str) -> None:
        """Make an address, and print it."""
        with make_app().app_context():
            must_be_current()
            person = person_at(email)
            if person is None or person.left_at is not None:
                raise Refused(f"Nobody here has the address {email}.")
            viewer = viewer_for(person)
            chosen = [Content(one) for one in contents] or offered(viewer)
            made = make_address(viewer, Wish(name, chosen, Detail(detail)))
            click.echo(address_in_full(made.secret))

    return command
