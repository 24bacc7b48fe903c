"""The `roost` command."""

from collections.abc import Callable, Iterable

import click
from flask import Flask

from constellations.core.errors import RoostError
from constellations.core.settings import SettingsWrong

MakeApp = Callable[[], Flask]
MakeCommand = Callable[[MakeApp], click.Command]
"""A feature's command is made with the way to make the application, so that `--help` needs no database."""


class Refused(click.ClickException):
    """Something a person can put right: said in one line, exit status 2."""

    exit_code = 2


def run(make_app: MakeApp, commands: Iterable[MakeCommand], words: list[str] | None = None) -> None:
    """Run the command line; `words` instead of those typed."""

    def make() -> Flask:
        try:
            return make_app()
        except SettingsWrong as wrong:
            raise Refused(str(wrong)) from wrong

    roost = _Roost(help="Roost, for Mockingbird constellations and Hives.")
    for make_command in commands:
        roost.add_command(make_command(make))
    roost(args=words, prog_name="roost")


class _Roost(click.Group):
    """Says the words of our own errors plainly, where others are faults."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except RoostError as error:
            raise Refused(error.words) from error
