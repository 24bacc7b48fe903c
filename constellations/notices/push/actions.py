"""Switching pushes on and off, writing them, and handing them in, each once."""

import datetime as dt
import json
import uuid
from collections.abc import Collection
from functools import partial

from flask_babel import gettext
from sqlalchemy import ColumnElement, delete, select, update

from constellations.access import Viewer, covering, find, visible
from constellations.accounts.models import SignedInDevice
from constellations.accounts.queries import still_pushed
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden
from constellations.core.mail import sender
from constellations.core.push_line import NoAnswer, NotPushed, Push, SubscriptionGone, hand_in
from constellations.core.push_seal import proof_of_sender, read_key, sealed
from constellations.core.settings import Settings, current_settings
from constellations.jobs.rules import JobResult
from constellations.notices.models import OutboxPush, PushSubscription
from constellations.notices.outbox.actions import MOST_AT_ONCE, attempted, leave_out_needless, note_outcome, take_one
from constellations.notices.push.queries import subscriptions_of
from constellations.notices.push.rules import (
    PATH,
    SECONDS_GOOD,
    TITLE,
    TOPIC,
    URGENT_TITLE,
    must_be_subscription,
)
from constellations.permissions import Permission


def switch_push_on(viewer: Viewer, device_id: uuid.UUID, endpoint: str, p256dh: str, auth: str) -> None:
    """Let a browser on which the viewer is signed in listen; what it, or another person on it, had before ends.

    Raises NoPushService.
    """
    viewer.must(Permission.USE_ROOST)
    if viewer.person_id is None:
        raise Forbidden
    must_be_subscription(endpoint, p256dh, auth, current_settings().push_test_host)
    with transaction() as here:
        _forget((PushSubscription.device_id == device_id) | (PushSubscription.endpoint == endpoint))
        keys = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}
        made = PushSubscription(person_id=viewer.person_id, device_id=device_id, **keys)
        here.add(made)
        here.flush()
        record(viewer, "switch_push_on", made.id)
        audit(viewer, Change("switch_push_on", "push_subscription", made.id, list(keys)))


def switch_push_off(viewer: Viewer, subscription_id: uuid.UUID) -> None:
    """Let one of the viewer's browsers listen no more. Raises NotFound."""
    viewer.must(Permission.USE_ROOST)
    with transaction():
        known = find(viewer, PushSubscription, subscription_id)
        _forget(PushSubscription.id == known.id)
        record(viewer, "switch_push_off", subscription_id)
        audit(viewer, Change("switch_push_off", "push_subscription", subscription_id))


def stop_listening_on(device_id: uuid.UUID) -> None:
    """As part of ending a device: nothing is sent to its browser any more, nor what waits to go there."""
    _forget(PushSubscription.device_id == device_id)


def keep_listening(person_id: uuid.UUID, token_before: str, token_now: str) -> None:
    """As part of signing in, by hashes of tokens: a browser on which the same person was signed in listens on."""
    with transaction() as here:
        here.flush()
        before = select(SignedInDevice.id).where(SignedInDevice.token_hash == token_before).scalar_subquery()
        now = select(SignedInDevice.id).where(SignedInDevice.token_hash == token_now).scalar_subquery()
        theirs = update(PushSubscription).where(
            PushSubscription.person_id == person_id, PushSubscription.device_id == before
        )
        moved = theirs.values(device_id=now).execution_options(synchronize_session=False)
        here.execute(covering(Viewer.system(), moved))


def push_to(people: Collection[uuid.UUID], is_urgent: bool = False) -> None:
    """Write a push to every browser where these people listen, unless one that has not left yet waits there already."""
    found = subscriptions_of(Viewer.system(), people)
    waiting = select(OutboxPush.subscription_id).where(
        OutboxPush.subscription_id.in_([each.id for each in found]),
        OutboxPush.sent_at.is_(None),
        OutboxPush.parked_at.is_(None),
        OutboxPush.person_id.is_(None) if is_urgent else OutboxPush.person_id.is_not(None),
    )
    served = set(session().scalars(covering(Viewer.system(), waiting))) if found else set()
    for each in found:
        if each.id not in served:
            kept_by = {} if is_urgent else {"person_id": each.person_id, "until_read": True}
            session().add(OutboxPush(subscription_id=each.id, **kept_by))


def send_waiting_pushes(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: a push waits for no service
    since: dt.date,  # noqa: ARG001  # nor for a day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Hand in what is due, oldest first; a browser that listens no more, or is signed out, is forgotten.

    A push service that does not answer is left in peace until the next run, so that those of others need not wait.
    """
    sent = failed = 0
    silent: set[str] = set()
    ended = select(SignedInDevice.id).where(SignedInDevice.ended_at.is_not(None))
    with transaction():
        _forget(PushSubscription.device_id.in_(ended))
        leave_out_needless(viewer, OutboxPush)
    for _ in range(MOST_AT_ONCE):
        push = take_one(viewer, OutboxPush, *map(_is_elsewhere, silent))
        if push is None:
            break
        problem = attempted(partial(_hand_in, viewer, push), OutboxPush.__tablename__, push.id)
        if isinstance(problem, NoAnswer):
            silent.add(problem.host)
        if isinstance(problem, SubscriptionGone):
            with transaction():
                _forget(PushSubscription.id == push.subscription_id)
        else:
            note_outcome(viewer, OutboxPush, push.id, problem.kind if problem else None)
        sent, failed = sent + (problem is None), failed + (problem is not None)
    return JobResult(sent + failed, f"{sent} sent" + (f", {failed} not taken" if failed else ""))


def _is_elsewhere(host: str) -> ColumnElement[bool]:
    """Whether a push does not go to this host."""
    there = PushSubscription.endpoint.contains(f"://{host}", autoescape=True)
    return OutboxPush.subscription_id.not_in(select(PushSubscription.id).where(there))


def _hand_in(viewer: Viewer, push: OutboxPush) -> NotPushed | None:
    settings = current_settings()
    found = visible(viewer, PushSubscription).where(PushSubscription.id == push.subscription_id)
    where = session().scalars(found).one_or_none()
    if where is None or where.device_id not in still_pushed(viewer, [where.device_id]):
        return SubscriptionGone("signed out")
    if settings.push_key is None:
        return NotPushed("no key")
    try:
        hand_in(_envelope(where, push.person_id is None, settings, settings.push_key), settings.push_test_host)
    except NotPushed as refused:
        return refused
    return None


def _envelope(where: PushSubscription, is_urgent: bool, settings: Settings, key: str) -> Push:
    """What a push service is handed: it sees neither the words nor, from the words' length, more than that."""
    words = {"title": gettext(URGENT_TITLE if is_urgent else TITLE), "path": PATH}
    contact = f"mailto:{sender(settings.mail_url, settings.public_url)}"
    return Push(
        endpoint=where.endpoint,
        body=sealed(json.dumps(words).encode(), where.p256dh, where.auth),
        authorization=proof_of_sender(read_key(key), where.endpoint, contact, clock.now()),
        is_urgent=is_urgent,
        seconds_good=SECONDS_GOOD,
        topic=TOPIC,
    )


def _forget(which: ColumnElement[bool]) -> None:
    """Forget subscriptions, with all that was ever sent there."""
    theirs = select(PushSubscription.id).where(which)
    pushes = delete(OutboxPush).where(OutboxPush.subscription_id.in_(theirs))
    with transaction() as here:
        for forgotten in (pushes, delete(PushSubscription).where(which)):
            here.execute(covering(Viewer.system(), forgotten.execution_options(synchronize_session=False)))
