"""How people want to be alerted, and for whom an alert is due."""

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import func, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.notices.models import AlertSetting, Notice
from constellations.notices.rules import AlertWishes, QuietHours


def wishes_of(viewer: Viewer, people: Collection[uuid.UUID]) -> dict[uuid.UUID, AlertWishes]:
    """How each of these people wants to be alerted, those too who never said; in one query."""
    said = session().scalars(visible(viewer, AlertSetting).where(AlertSetting.person_id.in_(people)))
    return {person_id: AlertWishes() for person_id in people} | {one.person_id: _wishes(one) for one in said}


def own_setting(viewer: Viewer) -> AlertSetting | None:
    """What the viewer has said of how they want to be alerted, if anything."""
    mine = visible(viewer, AlertSetting).where(AlertSetting.person_id == viewer.person_id)
    return session().scalars(mine).one_or_none()


def own_wishes(viewer: Viewer) -> AlertWishes:
    """How the viewer wants to be alerted."""
    said = own_setting(viewer)
    return _wishes(said) if said else AlertWishes()


def people_to_alert(viewer: Viewer, now: dt.datetime, most: int) -> list[uuid.UUID]:
    """Whom news waits for that is due and not read yet, those first who have waited longest."""
    due = select(Notice.person_id).where(Notice.alert_at <= now, Notice.read_at.is_(None))
    longest = due.group_by(Notice.person_id).order_by(func.min(Notice.alert_at), Notice.person_id).limit(most)
    return list(session().scalars(covering(viewer, longest, Notice)))


def _wishes(said: AlertSetting) -> AlertWishes:
    quiet = QuietHours(said.quiet_from, said.quiet_until)
    ways = (said.by_mail, said.by_push, said.morning_summary, said.monday_digest)
    return AlertWishes(quiet, *ways, said.shares_reading, said.by_text, said.mobile)
