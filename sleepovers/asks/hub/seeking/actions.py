"""Seeking the hub's word when a home is asked, and holding an agreement against it."""

import uuid

from flask_babel import gettext
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import session
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at
from sleepovers.asks.hub.models import HubWord
from sleepovers.asks.hub.queries import hubs_of_children, rule_of, stays_with
from sleepovers.asks.hub.rules import HubHasToAgree, HubSaidNo, cause_for_hub
from sleepovers.asks.models import Answer
from sleepovers.asks.queries import WholeAsk
from sleepovers.asks.rules import AgreementState, notice_hours
from sleepovers.asks.telling.actions import journey_words
from sleepovers.rules import AnswerState


def seek_hub_word(viewer: Viewer, found: WholeAsk, home_id: uuid.UUID) -> None:
    """Ask the hub where the service wants its word on this home; within the transaction in which the home is asked.

    Where there is no hub, between two or in a constellation without one, nobody could say it: it is not sought.
    """
    rule, ask = rule_of(found.ask.service_id), found.ask
    if rule.short_notice_hours is None and not rule.first_stay:
        return
    hubs = hubs_of_children(found.child_ids, viewer.today)
    before = stays_with(home_id, found.child_ids, viewer.today)
    notice = notice_hours(ask.arrive, clock.now())
    slept = all(before[child_id] for child_id in found.child_ids)
    cause = cause_for_hub(rule, ask.kind, home_id in hubs, notice, slept)
    if cause is None or not hubs or _word(found, home_id) is not None:
        return
    session().add(HubWord(ask_id=ask.id, home_id=home_id, cause=cause, state=AgreementState.WAITING))
    _tell_hubs(viewer, found, home_id)


def seek_hub_word_anew(viewer: Viewer, found: WholeAsk, home_id: uuid.UUID) -> bool:
    """The same once the nights of an ask have changed: a yes or a no to other nights does not count.

    Gives whether the hub is waited for. Of a home that has declined, and may change its mind, the hub is not told.
    """
    word = _word(found, home_id)
    if word is None:
        seek_hub_word(viewer, found, home_id)
        return _word(found, home_id) is not None
    if word.state is not AgreementState.WAITING:
        word.state, word.settled_by, word.settled_at = AgreementState.WAITING, None, None
        if found.answer_of(home_id).state is not AnswerState.DECLINED:
            _tell_hubs(viewer, found, home_id)
    return True


def _tell_hubs(viewer: Viewer, found: WholeAsk, home_id: uuid.UUID) -> None:
    ask, hubs = found.ask, hubs_of_children(found.child_ids, viewer.today)
    words = gettext("A sleepover needs your word as the hub: %(when)s.", when=journey_words(ask))
    news = News(f"/asks/{ask.id}/hub/{home_id}/{clock.now().isoformat()}", words, f"/asks/{ask.id}")
    tell({person for person in carers_at(hubs) if person != viewer.person_id}, news)


def must_have_hub_word(found: WholeAsk, answer: Answer) -> None:
    """Raise HubHasToAgree or HubSaidNo where the hub's yes to a home is sought and wanting."""
    asked = select(HubWord.state).where(HubWord.ask_id == found.ask.id, HubWord.home_id == answer.home_id)
    state = session().scalars(covering(Viewer.system(), asked)).one_or_none()
    if state is AgreementState.WAITING:
        raise HubHasToAgree
    if state is AgreementState.REFUSED:
        raise HubSaidNo


def _word(found: WholeAsk, home_id: uuid.UUID) -> HubWord | None:
    asked = select(HubWord).where(HubWord.ask_id == found.ask.id, HubWord.home_id == home_id)
    asked = asked.execution_options(populate_existing=True)
    return session().scalars(covering(Viewer.system(), asked)).one_or_none()
