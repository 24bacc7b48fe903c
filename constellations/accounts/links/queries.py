"""Whether a mailed link is still good, and whose it is."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.accounts.models import MailedLink
from constellations.accounts.queries import token_hash
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Person


class LinkDead(NotFound):
    """A mailed link that was used, replaced, is too old, or never was one."""

    def __init__(self) -> None:
        super().__init__(gettext(DEAD))


DEAD = (
    "This link is no longer good: it was used, a newer one was sent, or it is too old. "
    "Ask for a new password where you sign in, or ask your service for a new invitation."
)


@dataclass(frozen=True, slots=True)
class GoodLink:
    """A link that may still be used, and its person."""

    link: MailedLink
    person: Person


def good_link(token: str, is_invitation: bool) -> GoodLink:
    """The link of a token; raises LinkDead where it is not good, also when the person's address has changed since."""
    found = covering(Viewer.system(), select(MailedLink, Person)).where(
        MailedLink.token_hash == token_hash(token),
        MailedLink.is_invitation.is_(is_invitation),
        MailedLink.used_at.is_(None),
        MailedLink.good_until > clock.now(),
        Person.id == MailedLink.person_id,
        Person.left_at.is_(None),
        func.lower(Person.email) == func.lower(MailedLink.email),
    )
    row = session().execute(found).one_or_none()
    if row is None:
        raise LinkDead
    return GoodLink(*row)
