"""`roost seals`: how much is sealed with which keys, and sealing all of it anew; `roost keys`: new keys."""

from collections.abc import Callable, Sequence

import click
from flask import Flask

from constellations.access import Viewer
from constellations.cli import MakeApp, must_be_current
from constellations.core.kept_keys import are_kept, is_in_use, new_secret_key, note_first_key, put_new_before
from constellations.core.seals import new_field_key
from constellations.core.settings import current_settings, init_settings
from constellations.sealing.actions import Renew, renew_seals
from constellations.sealing.queries import sealings
from constellations.sealing.rules import Rotation, must_all_open, next_step, what_to_set, what_to_use


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


def keys_with(*also: Renew) -> Callable[[MakeApp], click.Command]:
    """The command `roost keys`, with what else is made anew when a key has changed."""

    def keys(make_app: MakeApp) -> click.Command:
        """`roost keys rotate [--new]`."""

        @click.group("keys", help="The keys that sign cookies and tokens, and those that seal in the database.")
        def group() -> None:
            """Say what there is, where no other word follows."""

        @group.command("rotate", help="Change the keys, step by step: says what to set, then seals anew.")
        @click.option("--new", "wants_new", is_flag=True, help="Begin anew although older keys are still set.")
        def rotate(wants_new: bool) -> None:
            """Do what comes next, or say it."""
            app = make_app()
            with app.app_context():
                must_be_current()
                _rotate(app, wants_new, also)

        return group

    return keys


KEYS = (seals_with, keys_with)
"""The commands about keys, each to be made with what hangs on them."""


def _rotate(app: Flask, wants_new: bool, also: Sequence[Renew]) -> None:
    settings, found = current_settings(), sealings(Viewer.system())
    must_all_open(found)
    step = next_step(len(settings.field_keys), found, wants_new, is_in_use(settings))
    if step is Rotation.BEGIN and not are_kept(settings):
        note_first_key(settings)
        click.echo(what_to_set(new_secret_key(), new_field_key(), has_many=settings.redis_url is not None))
        return
    if step is Rotation.USE:
        click.echo(what_to_use())
        return
    if step is Rotation.BEGIN:
        init_settings(app, put_new_before(settings))
        click.echo(f"There are new keys in {settings.data_folder}. Start Roost anew; nobody has to sign in again.")
    # What was begun may have been stopped behind the seals: the rest is looked at in any case.
    click.echo(f"{renew_seals(Viewer.system(), also)} were sealed anew with the first key.")
    if step is Rotation.FINISH:
        click.echo("Everything opens with the first key. Those behind it may leave ROOST_FIELD_KEYS; keep them as long")
        click.echo("as backups of before are kept. Where a newer one stands among them, it has yet to be put first.")
        click.echo("To change the keys once more: roost keys rotate --new")


def _count() -> None:
    for name, found in sealings(Viewer.system()).items():
        click.echo(f"{name}: newest key {found.newest}, older keys {found.older}, no key opens {found.lost}")
