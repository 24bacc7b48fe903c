"""Writing text messages, and handing them to GOV.UK Notify, each once."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection

from flask_babel import gettext
from sqlalchemy import delete, select, update

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.mail import NotTaken
from constellations.core.notify import NeverTaken, Refusal, Way
from constellations.core.settings import current_settings
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.models import AlertSetting, OutboxText
from constellations.notices.notify.actions import hand_over
from constellations.notices.notify.queries import Carrier, carriers
from constellations.notices.notify.rules import NO_KEY
from constellations.notices.outbox.actions import Round, leave_out_needless, send_round
from constellations.notices.texts.queries import mobile_of, texted, texts_waiting
from constellations.notices.texts.rules import TEXT_WORDS, TextKind


def text_to(people: Collection[uuid.UUID], kind: TextKind) -> None:
    """As part of an action: write a text message to those of some people who have chosen that.

    To nobody for whom one of the kind waits already. All but an emergency keeps their quiet hours.
    """
    found = texted(Viewer.system(), people) if people else {}
    same = select(OutboxText.to_id).where(
        OutboxText.to_id.in_(found),
        OutboxText.kind == kind,
        OutboxText.sent_at.is_(None),
        OutboxText.parked_at.is_(None),
    )
    waiting = set(session().scalars(covering(Viewer.system(), same))) if found else set()
    for person_id, service_id in found.items():
        if person_id not in waiting:
            kept_by = None if kind is TextKind.EMERGENCY else person_id
            session().add(OutboxText(to_id=person_id, service_id=service_id, kind=kind, person_id=kept_by))


def send_waiting_texts(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: it looks after each service in turn
    since: dt.date,  # noqa: ARG001  # a text waits for no day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Hand in what is due, oldest first; where Notify does not answer for one service, the others' go all the same."""
    if not texts_waiting(viewer):
        # As nearly always: nothing is written then, and nobody held up.
        return Round().result
    by_notify = carriers(viewer, Way.TEXT)
    with transaction():
        _forget_unwanted(viewer)
        _lay_aside_without_key(viewer, [each.service_id for each in by_notify])
        leave_out_needless(viewer, OutboxText)
    tally = Round()
    for carrier in by_notify:
        theirs = OutboxText.service_id == carrier.service_id
        tally += send_round(viewer, OutboxText, _handing_over(viewer, carrier), theirs)
    return tally.result


def _handing_over(viewer: Viewer, carrier: Carrier) -> Callable[[OutboxText], NotTaken | None]:
    def hand_in(text: OutboxText) -> NotTaken | None:
        """To Notify, whose template shows the body and nothing else."""
        number = mobile_of(viewer, text.to_id)
        if number is None:
            return NeverTaken(Refusal.RECIPIENT)
        words = gettext(TEXT_WORDS[text.kind], address=current_settings().public_url.rstrip("/"))
        return hand_over(carrier, number, {"body": words}, text.id, text.attempts)

    return hand_in


def _forget_unwanted(viewer: Viewer) -> None:
    """Those to whoever has left, or wants no text messages any more."""
    wanted = (
        select(AlertSetting.person_id)
        .join(Person, Person.id == AlertSetting.person_id)
        .where(AlertSetting.by_text, Person.left_at.is_(None))
    )
    unwanted = delete(OutboxText).where(
        OutboxText.sent_at.is_(None), OutboxText.parked_at.is_(None), OutboxText.to_id.not_in(wanted)
    )
    with transaction() as here:
        here.execute(covering(viewer, unwanted.execution_options(synchronize_session=False)))


def _lay_aside_without_key(viewer: Viewer, using: Collection[uuid.UUID]) -> None:
    """What waits for services that send no text messages any more."""
    stranded = update(OutboxText).where(
        OutboxText.sent_at.is_(None), OutboxText.parked_at.is_(None), OutboxText.service_id.not_in(using)
    )
    aside = stranded.values(parked_at=clock.now(), last_error=NO_KEY)
    with transaction() as here:
        here.execute(covering(viewer, aside.execution_options(synchronize_session=False)))
