"""A service whose manager sets up an account at GOV.UK Notify, in tests, and what lies in its outboxes."""

from dataclasses import dataclass

from sqlalchemy import update

from constellations.access import covering, visible
from constellations.core import clock as house_clock
from constellations.core.database import session, transaction
from constellations.jobs.rules import JobResult
from constellations.models import Person, Service
from constellations.notices.models import AlertSetting, OutboxText
from constellations.notices.notify.actions import enter_account
from constellations.notices.notify.queries import own_account
from constellations.notices.notify.rules import Given
from constellations.notices.outbox.actions import send_waiting_mail
from constellations.notices.texts.actions import send_waiting_texts
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.alerts import SYSTEM
from tests.constellations.notices.alerts.telling import choose
from tests.factories import create_home, create_person, create_service
from tests.notify_service import KEY, MAIL_TEMPLATE, TEXT_TEMPLATE

MOBILE = "07700 900123"


@dataclass
class Office:
    """A service, its manager, and a carer with a name to be found out."""

    service: Service
    manager: Person
    carer: Person

    def enter(self, key: str = KEY, mail: str | None = MAIL_TEMPLATE, text: str | None = TEXT_TEMPLATE) -> None:
        """Enter an account, or change it."""
        viewer = viewer_for(self.manager)
        session().rollback()
        now = own_account(viewer)
        enter_account(viewer, Given(key, mail, text), now.version if now else 0)

    def wants_texts(self, mobile: str = MOBILE) -> None:
        """The carer chooses text messages, and has proven that the number is theirs."""
        choose(self.carer, by_text=True, mobile=mobile)
        prove(self.carer)


def prove(person: Person) -> None:
    """As if somebody had entered the code that came to their number."""
    theirs = update(AlertSetting).where(AlertSetting.person_id == person.id)
    with transaction() as here:
        here.execute(covering(SYSTEM, theirs.values(mobile_proven_at=house_clock.now())))


def make_office(name: str) -> Office:
    """A service with people."""
    service = create_service(name)
    carer = create_person(Role.HUB_CARER, home=create_home(service), name="Michaela Finchley")
    return Office(service, create_person(Role.MANAGER, service), carer)


def send_texts() -> JobResult:
    """One run of the job that sends text messages."""
    return send_waiting_texts(SYSTEM, None, house_clock.today(), house_clock.today())


def send_mail_waiting() -> JobResult:
    """One run of the job that sends mail."""
    return send_waiting_mail(SYSTEM, None, house_clock.today(), house_clock.today())


def texts() -> list[OutboxText]:
    """All text messages, sent or not, the first first."""
    session().rollback()
    return list(session().scalars(visible(SYSTEM, OutboxText).order_by(OutboxText.id)))
