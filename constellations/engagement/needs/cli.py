"""`roost needs-you`: the landing list of a liaison worker, for checks and for a mail of one's own."""

import json
from collections.abc import Callable, Mapping, Sequence

import click

from constellations.accounts.queries import person_at
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.engagement.needs.queries import NeedsPage, Row, needs_page
from constellations.permissions import ROLE_WORDS, Permission
from constellations.queries import viewer_for

HELP = """Print the families that need a liaison worker or a service manager, as their home page lists them.

Families that are connected and of whom nothing happened, those left in peace for a while and those to whom a visit is
booked are not on that list. Changes nothing.
"""


def needs_you(make_app: MakeApp) -> click.Command:
    """`roost needs-you EMAIL --format json`."""

    @click.command("needs-you", help=HELP)
    @click.argument("email")
    @click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
    def command(email: str, form: str) -> None:
        """Print the list."""
        with make_app().app_context():
            must_be_current()
            click.echo(FORMATS[form](_page_of(email)))

    return command


def _page_of(email: str) -> NeedsPage:
    person = person_at(email)
    if person is None or person.left_at is not None:
        raise Refused(f"Nobody here has the address {email}. Use the one with which they sign in.")
    viewer = viewer_for(person)
    if not viewer.may(Permission.KEEP_IN_TOUCH):
        words = f"{email} belongs to a {ROLE_WORDS[person.role]}, who has no such list."
        raise Refused(f"{words} Name a liaison worker or a service manager.")
    return needs_page(viewer)


def _as_json(page: NeedsPage) -> str:
    return json.dumps([_row(row) for row in page.needing], ensure_ascii=False, indent=2)


def _row(row: Row) -> Mapping[str, str | Sequence[str]]:
    return {
        "family": row.family,
        "constellation": row.around,
        "state": row.state.value,
        "reasons": list(row.reasons),
    }


def _as_text(page: NeedsPage) -> str:
    if not page.needing:
        return "Nobody needs you today."
    return "\n".join(
        line
        for row in page.needing
        for line in (f"{row.family}, {row.around}: {row.state.value}", *(f"  {reason}" for reason in row.reasons))
    )


FORMATS: dict[str, Callable[[NeedsPage], str]] = {"json": _as_json, "text": _as_text}
