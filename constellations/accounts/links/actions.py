"""Mailing links, and using them."""

import secrets
import uuid

import structlog
from flask_babel import gettext
from sqlalchemy import update

from constellations.access import Viewer, covering, find, hold
from constellations.accounts.actions import Arrival, Browser, arrive, hash_good_password, set_password
from constellations.accounts.links.ending.actions import end_links_of
from constellations.accounts.links.queries import LinkDead, good_link
from constellations.accounts.links.rules import (
    INVITATION_BODY,
    INVITATION_SUBJECT,
    RESET_BODY,
    RESET_SUBJECT,
    good_for,
)
from constellations.accounts.models import MailedLink
from constellations.accounts.queries import person_at, token_hash
from constellations.accounts.rules import MAILS_OF_ACCOUNT, WISHES_OF_ADDRESS, account_name
from constellations.activity.actions import record
from constellations.core import clock
from constellations.core.database import transaction
from constellations.core.errors import RuleBroken, TooOften
from constellations.core.settings import current_settings
from constellations.core.throttle import throttle
from constellations.core.words import moment_words
from constellations.models import Person, Service
from constellations.notices.actions import send_mail
from constellations.permissions import Permission
from constellations.queries import viewer_for

log = structlog.get_logger()


def ask_for_new_password(email: str, browser: Browser) -> None:
    """Mail a link to a new password, to who has a password; nobody is told whether that was so. Raises TooOften."""
    if not throttle().take(WISHES_OF_ADDRESS, "wish", browser.network):
        raise TooOften
    person = person_at(email)
    if person is None or person.left_at is not None or person.password_hash is None:
        log.info("reset_not_sent", person_id=str(person.id) if person else None)
        return
    if not throttle().take(MAILS_OF_ACCOUNT, "mail", account_name(email)):
        log.warning("reset_not_sent", person_id=str(person.id), reason="too often")
        return
    with transaction():
        link_id, address = _new_link(person, is_invitation=False)
        words = gettext(RESET_BODY, name=person.name, address=address)
        send_mail(person.email, gettext(RESET_SUBJECT), words, link_id)
        record(viewer_for(person), "ask_for_new_password", person.id)


def invite(viewer: Viewer, person_id: uuid.UUID) -> str:
    """Mail somebody an invitation, and end the ones sent before; gives its address, for a command to print.

    Raises RuleBroken where they can sign in already, or have left.
    """
    viewer.must(Permission.INVITE_PEOPLE)
    with transaction():
        person = find(viewer, Person, person_id)
        if person.left_at is not None:
            raise RuleBroken(gettext("%(name)s has left. Let them back in first, then invite them.", name=person.name))
        if person.password_hash is not None:
            raise RuleBroken(gettext(ALREADY_IN, name=person.name))
        link_id, address = _new_link(person, is_invitation=True)
        until = moment_words(clock.now() + good_for(is_invitation=True))
        service = _service_words(person)
        words = gettext(INVITATION_BODY, name=person.name, service=service, address=address, until=until)
        send_mail(person.email, gettext(INVITATION_SUBJECT), words, link_id)
        record(viewer, "invite", person.id, service_id=person.service_id)
    log.info("invited", person_id=str(person_id), by=str(viewer.person_id))
    return address


ALREADY_IN = "%(name)s can sign in already. A forgotten password is replaced where one signs in."


def use_link(token: str, is_invitation: bool, password: str, browser: Browser) -> Arrival:
    """Set a password by a mailed link, which is good no more; signs its person in, or half way to their second step.

    Raises LinkDead, and RuleBroken with advice where the password is not good enough.
    """
    hashed = hash_good_password(good_link(token, is_invitation).person, password)
    with transaction() as session:
        good = good_link(token, is_invitation)
        # Of two who come at once with the same link only one may find it unused.
        used = update(MailedLink).where(MailedLink.id == good.link.id, MailedLink.used_at.is_(None))
        first = session.execute(
            covering(Viewer.system(), used.values(used_at=clock.now())).returning(MailedLink.id)
        ).one_or_none()
        if first is None:
            raise LinkDead
        end_links_of(good.person.id)
        person = hold(Viewer.system(), Person, good.person.id)
        set_password(person, hashed)
        arrival = arrive(person, browser)
        record(viewer_for(person), "accept_invitation" if is_invitation else "choose_new_password", person.id)
    return arrival


def _new_link(person: Person, is_invitation: bool) -> tuple[uuid.UUID, str]:
    """The id and the address of a new link, which ends those before it."""
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        end_links_of(person.id, is_invitation=is_invitation)
        link = MailedLink(
            token_hash=token_hash(token),
            person_id=person.id,
            email=person.email,
            is_invitation=is_invitation,
            good_until=clock.now() + good_for(is_invitation),
        )
        session.add(link)
        session.flush()
    settings = current_settings()
    page = "invitation" if is_invitation else "new-password"
    return link.id, f"{settings.public_url.rstrip('/')}/{page}/{token}"


def _service_words(person: Person) -> str:
    if person.service_id is None:
        return str(gettext("Your region"))
    service: Service = find(Viewer.system(), Service, person.service_id)
    return service.name
