"""The `roost push-key` command."""

from collections.abc import Callable

import click
from flask import Flask

from constellations.core.push_seal import new_key


def push_key(make_app: Callable[[], Flask]) -> click.Command:  # noqa: ARG001  # as every command is made; this needs none
    """`roost push-key`."""

    @click.command("push-key", help="Print a new key for PUSH_KEY. A new one ends all pushes that people switched on.")
    def command() -> None:
        """Print it."""
        click.echo(new_key())

    return command
