"""Telling people things in tests, and saying how they want to be alerted."""

import datetime as dt
import itertools
from dataclasses import replace

from sqlalchemy import func, select

from constellations.access import covering
from constellations.core import clock as house_clock
from constellations.core.database import session, transaction
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.notices.alerts.actions import choose_alerts
from constellations.notices.models import Notice
from constellations.notices.outbox.actions import send_waiting_mail
from constellations.notices.rules import AlertWishes, QuietHours
from constellations.queries import viewer_for
from tests.alerts import SYSTEM, outbox

_numbers = itertools.count(1)


def tell_something(*people: Person, is_emergency: bool = False, by_mail: bool = True) -> None:
    """Tell people something that they did not know."""
    news = News(f"news-{next(_numbers)}", "A sleepover is agreed.", "/stays/1", is_emergency)
    whom = [person.id for person in people]
    with transaction():
        tell(whom, news, by_mail)


def choose(person: Person, **wishes: object) -> None:
    """Say how somebody wants to be alerted, the rest being as usual; `quiet` as `21:00-07:00`."""
    if "quiet" in wishes:
        starts, _, ends = str(wishes["quiet"]).partition("-")
        wishes["quiet"] = QuietHours(dt.time.fromisoformat(starts), dt.time.fromisoformat(ends))
    choose_alerts(viewer_for(person), replace(AlertWishes(), **wishes))  # type: ignore[arg-type]  # named in the test


def mailed() -> dict[str, int]:
    """How many mails each address has, sent or not."""
    addresses = [mail.address for mail in outbox()]
    return {address: addresses.count(address) for address in addresses}


def waiting() -> int:
    """How many notices wait until their people are alerted."""
    session().rollback()
    return session().scalar(covering(SYSTEM, select(func.count()).where(Notice.alert_at.is_not(None)))) or 0


def hand_in_mail() -> int:
    """One run of the job that hands in mail; how many it tried."""
    return send_waiting_mail(SYSTEM, None, house_clock.today(), house_clock.today()).found
