"""`roost invite`: the first person of an installation, and any other, from the command line."""

import uuid

import click

from constellations.access import Viewer, visible
from constellations.accounts.links.actions import invite as send_invitation
from constellations.accounts.queries import person_at
from constellations.cli import MakeApp, Refused, must_be_current
from constellations.core.database import session, transaction
from constellations.models import Constellation, Home, Region, Service
from constellations.people.actions import What, add_person
from constellations.people.looking_after.actions import Days, begin_looking_after
from constellations.people.rules import mail_address
from constellations.permissions import CARERS, ROLE_WORDS, Role


def invite(make_app: MakeApp) -> click.Command:
    """`roost invite EMAIL --role ROLE --service S`."""

    @click.command("invite", help="Invite somebody, adding them where they are new, and print the link once.")
    @click.argument("email")
    @click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What they are.")
    @click.option("--service", help="Key of the service. Of a new installation, the first is made.")
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
