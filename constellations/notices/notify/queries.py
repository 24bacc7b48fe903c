"""Services' accounts at GOV.UK Notify: as their managers see them, and with the key for those who send."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.notify import Account, Way
from constellations.core.seals import KeyLost
from constellations.core.settings import current_settings
from constellations.models import Person
from constellations.notices.models import OutboxMail, OutboxText
from constellations.notices.notify.models import NotifyAccount
from constellations.notices.notify.rules import OTHER_WORDS, REFUSAL_WORDS

SHOWN_FOR = dt.timedelta(days=30)
"""How long a manager sees that something was laid aside."""

TEMPLATE_OF = {Way.MAIL: NotifyAccount.mail_template, Way.TEXT: NotifyAccount.text_template}


@dataclass(frozen=True, slots=True)
class Carrier:
    """By what a service's mails or text messages go: its template, and its account where the key can be opened."""

    service_id: uuid.UUID
    way: Way
    template: str
    account: Account | None


@dataclass(frozen=True, slots=True)
class AsidePart:
    """How many mails and text messages of a service were laid aside for one reason."""

    count: int
    words: str


@dataclass(frozen=True, slots=True)
class NotifyPage:
    """A service's account, none where there is none, who entered its key, and what was laid aside."""

    account: NotifyAccount | None
    entered_by: str
    aside: tuple[AsidePart, ...]


def notify_page(viewer: Viewer) -> NotifyPage:
    """The page of the viewer's service; raises NotFound for a viewer of none."""
    account = own_account(viewer)
    who = account.entered_by if account else None
    name = session().scalar(covering(viewer, select(Person.name).where(Person.id == who), Person)) if who else None
    return NotifyPage(account, name or "", _laid_aside(viewer.service_id))


def own_account(viewer: Viewer) -> NotifyAccount | None:
    """The account of the viewer's service, if it has one; raises NotFound for a viewer of none."""
    if viewer.service_id is None:
        raise NotFound
    theirs = visible(viewer, NotifyAccount).where(NotifyAccount.service_id == viewer.service_id)
    return session().scalars(theirs).one_or_none()


def carriers(viewer: Viewer, way: Way) -> list[Carrier]:
    """The services that have one way carried by Notify, of those the viewer sees."""
    template = TEMPLATE_OF[way]
    using = select(NotifyAccount.service_id, template).where(template.is_not(None)).order_by(NotifyAccount.service_id)
    found = session().execute(covering(viewer, using, NotifyAccount)).all()
    return [Carrier(row[0], way, str(row[1]), _account(viewer, row[0])) for row in found]


def services_using(viewer: Viewer, way: Way) -> list[uuid.UUID]:
    """The services that have one way carried by Notify, of those the viewer sees."""
    using = select(NotifyAccount.service_id).where(TEMPLATE_OF[way].is_not(None)).order_by(NotifyAccount.service_id)
    return list(session().scalars(covering(viewer, using, NotifyAccount)))


def sends_texts(service_id: uuid.UUID | None) -> bool:
    """Whether a service offers text messages; everybody in it may know."""
    using = select(NotifyAccount.service_id).where(
        NotifyAccount.service_id == service_id, NotifyAccount.text_template.is_not(None)
    )
    return service_id is not None and session().scalar(covering(Viewer.system(), using)) is not None


def _account(viewer: Viewer, service_id: uuid.UUID) -> Account | None:
    key = select(NotifyAccount.api_key).where(NotifyAccount.service_id == service_id)
    try:
        found = session().execute(covering(viewer, key, NotifyAccount)).scalar_one()
    except KeyLost:
        return None
    return Account(current_settings().notify_url, found)


def _laid_aside(service_id: uuid.UUID | None) -> tuple[AsidePart, ...]:
    """By reason, as the system: of what lies in the outbox, its numbers alone are a manager's to know."""
    since = clock.now() - SHOWN_FOR
    counted: dict[str, int] = {}
    for kind in (OutboxMail, OutboxText):
        aside = select(kind.last_error, func.count()).where(kind.service_id == service_id, kind.parked_at >= since)
        for reason, count in session().execute(covering(Viewer.system(), aside.group_by(kind.last_error))):
            words = REFUSAL_WORDS.get(reason or "", OTHER_WORDS)
            counted[words] = counted.get(words, 0) + count
    return tuple(AsidePart(count, gettext(words)) for words, count in sorted(counted.items()))
