"""Adding people, changing what they are, and ending their access."""

import uuid
from dataclasses import dataclass

import structlog
from flask_babel import gettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering, find, hold
from constellations.accounts.actions import end_devices_of
from constellations.accounts.links.ending.actions import end_links_of
from constellations.accounts.queries import person_at
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.ids import new_id
from constellations.corrections import ChangedMeanwhile
from constellations.deputies.actions import end_deputies_of
from constellations.feeds.addresses.actions import end_addresses_of
from constellations.models import Home, Person, Service
from constellations.notices.actions import News, send_mail, tell
from constellations.notices.texts.actions import text_to
from constellations.notices.texts.proving.actions import forget_mobile
from constellations.notices.texts.rules import TextKind
from constellations.people.declaration import is_here_again
from constellations.people.homes.actions import note_homes
from constellations.people.looking_after.actions import end_all_assignments
from constellations.people.queries import account_of, region_of
from constellations.people.rules import AddressTaken, HasLeft, HomeMissing, LastManager, NoRegion, must_not_outlast
from constellations.people.step_resets.queries import who_may_confirm
from constellations.permissions import CARERS, ROLE_WORDS, Permission, Role

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class What:
    """What a person is: the role, and where it is held; a service or region of none is that of the viewer."""

    role: Role
    home_id: uuid.UUID | None = None
    service_id: uuid.UUID | None = None
    region_id: uuid.UUID | None = None


def add_person(viewer: Viewer, name: str, email: str, what: What) -> uuid.UUID:
    """Add somebody, who is not invited by that; raises AddressTaken, HomeMissing, NoRegion or OutlastsDeputy."""
    viewer.must(Permission.INVITE_PEOPLE)
    must_not_outlast(viewer.acts_as_own, is_oneself=False, roles=[what.role])
    with transaction() as current:
        _check_free(email)
        person = Person(name=name, email=email, role=what.role)
        _place(viewer, person, what)
        current.add(person)
        current.flush()
        note_homes([person.id])
        record(viewer, "add_person", person.id, home_id=person.home_id, service_id=person.service_id)
        fields = ["name", "email", "role", "service_id", "home_id", "region_id"]
        audit(viewer, Change("add_person", "person", person.id, fields), person.service_id)
        return person.id


def change_person(viewer: Viewer, person_id: uuid.UUID, name: str, what: What, version: int) -> None:
    """Change name, role and home; with another role somebody signs in anew, and is told.

    Raises ChangedMeanwhile, HasLeft, HomeMissing, NoRegion, LastManager, OfNoService or OutlastsDeputy.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    with transaction():
        person = _held(viewer, person_id)
        if person.version != version:
            raise ChangedMeanwhile(_words(person.name, person.role), _words(name, what.role))
        before = person.role
        if what.role is not before:
            _must_not_outlast(viewer, person, what.role)
            _keep_a_manager(person)
        person.name, person.role = name, what.role
        _place(viewer, person, what)
        note_homes([person.id])
        if what.role is not before:
            begin_role(viewer, person.id, person.role)
        record(viewer, "change_person", person.id, service_id=person.service_id)
        fields = ["name", "role", "service_id", "home_id", "region_id"]
        audit(viewer, Change("change_person", "person", person.id, fields), person.service_id)


def change_address(viewer: Viewer, person_id: uuid.UUID, email: str, version: int) -> None:
    """Change a mail address; links that were mailed to the old one are dead, and both addresses are told.

    Raises ChangedMeanwhile, HasLeft, AddressTaken, OfNoService or OutlastsDeputy.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    with transaction():
        person = _held(viewer, person_id)
        if person.version != version:
            raise ChangedMeanwhile(person.email, email)
        if email == person.email:
            return
        _must_not_outlast(viewer, person, person.role)
        _check_free(email)
        for address in (person.email, email):
            send_mail(address, gettext(ADDRESS_SUBJECT), gettext(ADDRESS_BODY, name=person.name))
        text_to([person.id], TextKind.SECURITY)
        person.email = email
        end_links_of(person.id)
        record(viewer, "change_address", person.id, service_id=person.service_id)
        audit(viewer, Change("change_address", "person", person.id, ["email"]), person.service_id)


ADDRESS_SUBJECT = "Your email address in Roost"

ADDRESS_BODY = """Hello %(name)s

Your service has changed the email address with which you sign in to Roost.

If you did not ask for that, tell your service today.
"""


def end_access(viewer: Viewer, person_id: uuid.UUID) -> None:
    """Somebody has left: from now on nothing opens for them, on no device and by no link.

    Their second steps stay, and open nothing: or whoever lets them back would have got past these alone. Raises
    LastManager or OfNoService.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    with transaction():
        person = _held(viewer, person_id)
        _keep_a_manager(person)
        person.left_at, person.password_hash = clock.now(), None
        end_devices_of(person.id)
        end_addresses_of(person.id)
        end_links_of(person.id)
        forget_mobile(person.id)
        end_all_assignments(viewer, person.id)
        end_deputies_of(viewer, person.id)
        record(viewer, "end_access", person.id, service_id=person.service_id)
        audit(viewer, Change("end_access", "person", person.id, ["left_at", "password_hash"]), person.service_id)
    log.info("access_ended", person_id=str(person_id), by=str(viewer.person_id))


def let_back(viewer: Viewer, person_id: uuid.UUID) -> None:
    """Somebody who left is here again; to sign in they need a new invitation, and the second step that they had.

    Those who could confirm that it is lost are told. Raises OfNoService or OutlastsDeputy.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    with transaction():
        person = hold(viewer, Person, account_of(viewer, person_id).id)
        _must_not_outlast(viewer, person, person.role)
        person.left_at = None
        if person.service_id is not None:
            words = gettext("%(by)s has let %(name)s back in.", by=viewer.name, name=person.name)
            others = who_may_confirm(person.service_id, person, viewer.person_id)
            tell(others, News(f"let back {new_id()}", words, f"/people/{person.id}"))
        is_here_again(person.id)
        record(viewer, "let_back", person.id, service_id=person.service_id)
        audit(viewer, Change("let_back", "person", person.id, ["left_at"]), person.service_id)


def sign_out_person(viewer: Viewer, person_id: uuid.UUID) -> None:
    """End all devices and calendar addresses of somebody, for instance after a phone was lost; they are told.

    Raises OfNoService.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    with transaction():
        person = account_of(viewer, person_id)
        end_devices_of(person.id)
        ended = end_addresses_of(person.id)
        words = gettext("Your service has signed you out on all devices.")
        if ended:
            words = gettext("Your service has signed you out on all devices, and ended your calendar addresses.")
        tell([person.id], News(f"signed out {new_id()}", words, "/me/devices"))
        record(viewer, "sign_out_person", person.id, service_id=person.service_id)
        fields = ["signed_in_device", *["feed_address"] * bool(ended)]
        audit(viewer, Change("sign_out_person", "person", person.id, fields), person.service_id)
    log.info("signed_out_by_service", person_id=str(person_id), by=str(viewer.person_id))


def begin_role(viewer: Viewer, person_id: uuid.UUID, role: Role, by_mail: bool = True) -> None:
    """As part of an action that gives somebody another role: end what they had by the one before, and tell them.

    They sign in anew. `by_mail`: as where people are told anything.
    """
    if role is not Role.LIAISON:
        end_all_assignments(viewer, person_id)
    end_deputies_of(viewer, person_id)
    end_devices_of(person_id)
    end_addresses_of(person_id)
    session().flush()
    words = gettext("Your role in Roost is now: %(role)s.", role=gettext(ROLE_WORDS[role]))
    tell([person_id], News(f"role {new_id()}", words, "/me"), by_mail)


def _place(viewer: Viewer, person: Person, what: What) -> None:
    """Put somebody where the role is held: carers into a home, regional viewers into a region, staff into a service."""
    person.home_id = person.region_id = None
    if what.role in CARERS:
        if what.home_id is None:
            raise HomeMissing
        home = find(viewer, Home, what.home_id)
        person.home_id, person.service_id = home.id, home.service_id
    elif what.role is Role.REGIONAL:
        person.region_id, person.service_id = what.region_id or region_of(viewer), None
        if person.region_id is None:
            raise NoRegion
    else:
        person.service_id = what.service_id or viewer.service_id


def _must_not_outlast(viewer: Viewer, person: Person, role: Role) -> None:
    must_not_outlast(viewer.acts_as_own, person.id == viewer.person_id, [role])


def _held(viewer: Viewer, person_id: uuid.UUID) -> Person:
    # The service first, and always: of two managers who remove each other, the second waits here and finds nobody left.
    service_id = account_of(viewer, person_id).service_id
    if service_id is not None:
        hold(Viewer.system(), Service, service_id)
    person = hold(viewer, Person, person_id)
    if person.left_at is not None:
        raise HasLeft(person.name)
    return person


def _check_free(email: str) -> None:
    if person_at(email) is not None:
        raise AddressTaken


def _keep_a_manager(person: Person) -> None:
    """Raise LastManager where nobody else of the service could invite people."""
    if person.role is not Role.MANAGER or person.service_id is None or person.password_hash is None:
        return
    others = select(func.count()).where(
        Person.service_id == person.service_id,
        Person.role == Role.MANAGER,
        Person.id != person.id,
        Person.left_at.is_(None),
        Person.password_hash.is_not(None),
    )
    if not session().scalar(covering(Viewer.system(), others)):
        raise LastManager


def _words(name: str, role: Role) -> str:
    return f"{name}, {gettext(ROLE_WORDS[role])}"
