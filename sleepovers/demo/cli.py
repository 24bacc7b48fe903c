"""`roost demo`: a service to look at."""

import json

import click

from constellations.access import Viewer
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.core.settings import current_settings
from sleepovers.demo.actions import PASSWORD, fill_with_demo
from sleepovers.demo.queries import demo_people, has_demo

SHOWN = ("Moira Kelly", "Anita Patel", "Ruth Adeyemi", "Priya Raman", "Colin Shaw", "Helen Frost")
"""Whom `roost demo` introduces, one of each role; `--people` lists all."""


def demo(make_app: MakeApp) -> click.Command:
    """`roost demo`, `roost demo --people`."""

    @click.command("demo", help="Fill an empty Roost with an invented service, and say who can sign in.")
    @click.option("--people", "as_json", is_flag=True, help="Print every sign-in as JSON instead; fill nothing.")
    def command(as_json: bool) -> None:
        """Fill it, or print the sign-ins."""
        app = make_app()
        with app.app_context():
            if current_settings().is_production:
                raise Refused("In production there is no demo service: its passwords are known to everybody.")
            must_be_current()
            if as_json:
                _print_people()
                return
            filled = fill_with_demo(Viewer.system())
            click.echo("The demo service is loaded." if filled else "The demo service is there already.")
            _introduce()

    return command


def _print_people() -> None:
    if not has_demo(Viewer.system()):
        raise Refused("This Roost holds no demo service. Run: roost demo")
    click.echo(json.dumps(demo_people(Viewer.system(), PASSWORD), indent=2, ensure_ascii=False))


def _introduce() -> None:
    click.echo(f"Sign in with the password: {PASSWORD}")
    for person in demo_people(Viewer.system(), PASSWORD):
        if person["name"] in SHOWN:
            click.echo(f"  {person['email']!s:<34} {str(person['role']).replace('_', ' ')}, {person['name']}")
