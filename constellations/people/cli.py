"""`roost invite`, the first person of an installation and any other; and `roost people`, what is changed of them by
whoever runs the machine: of the region's people nobody else can."""

import uuid
from collections.abc import Callable

import click

from constellations.access import Viewer, visible
from constellations.accounts.links.actions import invite as send_invitation
from constellations.accounts.queries import person_at
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.core.database import session, transaction
from constellations.models import Constellation, Home, Person, Region, Service
from constellations.people.actions import What, add_person, change_address, change_person, end_access, let_back
from constellations.people.looking_after.actions import Days, begin_looking_after
from constellations.people.rules import mail_address
from constellations.people.step_resets.cli import second_step_reset, somebody_at
from constellations.permissions import CARERS, ROLE_WORDS, Role

KEY_OF_SERVICE = (
    "Key of the service, as services.csv of its register has it. Where there is no service yet, it is made with this "
    "key, which stays: a register with another one makes a second service."
)


def invite(make_app: MakeApp) -> click.Command:
    """`roost invite EMAIL --role ROLE --service S`."""

    @click.command("invite", help="Invite somebody, adding them where they are new, and print the link once.")
    @click.argument("email")
    @click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What they are.")
    @click.option("--service", help=KEY_OF_SERVICE)
    @click.option("--name", help="Their name; without it the first part of the address.")
    @click.option("--home", help="Key of the home, for carers.")
    @click.option("--constellation", "constellations", multiple=True, help="Key, for liaison workers; may be repeated.")
    @click.option("--region", help="Key of the region, for regional viewers.")
    def command(email: str, role: str, name: str | None, constellations: tuple[str, ...], **keys: str | None) -> None:
        """Invite somebody, and print their link."""
        address = mail_address(email)
        if address is None:
            raise Refused(f"{email} is not an email address.")
        with make_app().app_context():
            must_be_current()
            link = _invite(address, name or address.partition("@")[0], Role(role), keys, constellations)
        click.echo(f"{address} is invited. The link, good once and for seven days:\n{link}")

    return command


def people(make_app: MakeApp) -> click.Command:
    """`roost people address|role|end-access|let-back|second-step-reset`."""
    group = click.Group("people", help="People who use Roost, those of a region too, whom no service changes.")
    for make in (_address, _role, _end_access, _let_back, second_step_reset):
        group.add_command(make(make_app))
    return group


def _address(make_app: MakeApp) -> click.Command:
    @click.command("address", help="Change the address with which somebody signs in; both addresses are told.")
    @click.argument("email")
    @click.argument("new")
    def command(email: str, new: str) -> None:
        """Change it."""
        typed = mail_address(new)
        if typed is None:
            raise Refused(f"{new} is not an email address.")
        _change(make_app, email, lambda viewer, one: change_address(viewer, one.id, typed, one.version))
        click.echo(f"{email} signs in as {typed} from now on. Both addresses are told by mail.")

    return command


def _role(make_app: MakeApp) -> click.Command:
    @click.command("role", help="Change what somebody is, and where; they sign in anew.")
    @click.argument("email")
    @click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What they become.")
    @click.option("--service", help="Key of the service.")
    @click.option("--home", help="Key of the home, for carers.")
    @click.option("--region", help="Key of the region, for regional viewers.")
    def command(email: str, role: str, **keys: str | None) -> None:
        """Change it."""

        def act(viewer: Viewer, person: Person) -> None:
            """Give the role in its place."""
            change_person(viewer, person.id, person.name, _what(Role(role), keys), person.version)

        _change(make_app, email, act)
        click.echo(f"{email} is {ROLE_WORDS[Role(role)]} from now on.")

    return command


def _end_access(make_app: MakeApp) -> click.Command:
    @click.command("end-access", help="Somebody has left: nothing opens for them any more.")
    @click.argument("email")
    def command(email: str) -> None:
        """End it."""
        _change(make_app, email, lambda viewer, one: end_access(viewer, one.id))
        click.echo(f"Nothing opens for {email} any more.")

    return command


def _let_back(make_app: MakeApp) -> click.Command:
    @click.command("let-back", help="Somebody who left is here again; then invite them: roost invite.")
    @click.argument("email")
    def command(email: str) -> None:
        """Let them back."""
        _change(make_app, email, lambda viewer, one: let_back(viewer, one.id))
        click.echo(f"{email} is here again: invite them.")

    return command


def _change(make_app: MakeApp, email: str, act: Callable[[Viewer, Person], None]) -> None:
    """Change something of whoever has the address, as the machine's own."""
    with make_app().app_context():
        must_be_current()
        act(Viewer.system(), somebody_at(email))


def _invite(email: str, name: str, role: Role, keys: dict[str, str | None], constellations: tuple[str, ...]) -> str:
    viewer = Viewer.system()
    with transaction():
        person = person_at(email)
        if person is not None and person.role is not role:
            raise Refused(f"{email} is here already, as {ROLE_WORDS[person.role]}. Change that on the people page.")
        if person is not None:
            return send_invitation(viewer, person.id)
        person_id = add_person(viewer, name, email, _what(role, keys))
        for key in constellations:
            place = _keyed(Constellation, "constellation", key)
            begin_looking_after(viewer, person_id, place, Days(viewer.today))
        return send_invitation(viewer, person_id)


def _what(role: Role, keys: dict[str, str | None]) -> What:
    if role in CARERS:
        return What(role, home_id=_keyed(Home, "home", keys["home"]))
    if role is Role.REGIONAL:
        return What(role, region_id=_keyed(Region, "region", keys["region"]))
    return What(role, service_id=_service(keys["service"]))


def _service(key: str | None) -> uuid.UUID:
    """The service of a key; the first person of an installation makes it."""
    rows = visible(Viewer.system(), Service)
    if key and session().scalars(rows.limit(1)).one_or_none() is None:
        first = Service(key=key, name=key)
        session().add(first)
        session().flush()
        return first.id
    return _keyed(Service, "service", key)


def _keyed(model: type[Service | Home | Constellation | Region], word: str, key: str | None) -> uuid.UUID:
    if not key:
        raise Refused(f"Say which {word}: --{word} KEY.")
    found = session().scalars(visible(Viewer.system(), model).where(model.key == key)).one_or_none()
    if found is None:
        raise Refused(f"There is no {word} with the key {key}.")
    return found.id
