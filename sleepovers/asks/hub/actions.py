"""Saying the hub's word, and setting when it is wanted."""

import uuid

from flask_babel import gettext
from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.corrections import ChangedMeanwhile
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at
from constellations.permissions import Permission
from sleepovers.asks.actions import note_step
from sleepovers.asks.ending.actions import end_ask
from sleepovers.asks.hub.models import AskingRules, HubWord
from sleepovers.asks.hub.queries import may_speak_for_hub, own_rules
from sleepovers.asks.hub.rules import AskingRule, HubWordSaid, NotTheHubs
from sleepovers.asks.hub.words import rule_words
from sleepovers.asks.queries import WholeAsk, held_ask
from sleepovers.asks.rules import AgreementState, NoLongerOpen, StepTaken, state_of_ask
from sleepovers.asks.telling.actions import journey_words
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.rules import AnswerState, AskState

RULES = ("short_notice_hours", "first_stay", "settled_after")
"""What a service sets, for the audit trail."""


def say_hub_word(viewer: Viewer, word_id: uuid.UUID, is_given: bool) -> uuid.UUID:
    """Say as the hub whether a home may agree; after a no that home is asked no more. Gives the id of the ask.

    Raises HubWordSaid, NotTheHubs, NoLongerOpen, NotFound.
    """
    viewer.must(Permission.ANSWER_ASKS)
    with transaction():
        found = held_ask(viewer, find(viewer, HubWord, word_id).ask_id)
        word = hold(viewer, HubWord, word_id)
        if not may_speak_for_hub(viewer, homes_of_children(found.child_ids, found.ask.arrive_on)):
            raise NotTheHubs
        if word.state is not AgreementState.WAITING:
            raise HubWordSaid
        if found.ask.state is not AskState.OPEN:
            raise NoLongerOpen(found.ask.state)
        word.state = AgreementState.GIVEN if is_given else AgreementState.REFUSED
        word.settled_by, word.settled_at = viewer.person_id, clock.now()
        taken = StepTaken.HUB_AGREED if is_given else StepTaken.HUB_REFUSED
        note_step(viewer, found.ask, taken, word.home_id)
        if not is_given:
            _decline(viewer, found, word.home_id)
        flag_modified(found.ask, "state")
        record(viewer, taken.value, found.ask.id, service_id=found.ask.service_id)
        audit(viewer, Change("said_hub_word", "hub_word", word.id, ["state"]), found.ask.service_id)
        _tell(viewer, found, word)
        return found.ask.id


def set_asking_rules(viewer: Viewer, chosen: AskingRule, version: int) -> None:
    """Set when the hub has to agree, and what is a habit; raises ChangedMeanwhile."""
    viewer.must(Permission.SET_SERVICE)
    with transaction():
        rules = own_rules(viewer)
        if rules.version != version:
            raise ChangedMeanwhile(rule_words(rules.rule), rule_words(chosen))
        if rules.version == 0:
            rules = AskingRules(service_id=rules.service_id)
            session().add(rules)
        rules.short_notice_hours, rules.first_stay = chosen.short_notice_hours, chosen.first_stay
        rules.settled_after = chosen.settled_after
        record(viewer, "set_asking_rules", rules.service_id)
        audit(viewer, Change("set_asking_rules", "asking_rules", rules.service_id, RULES), rules.service_id)


def _decline(viewer: Viewer, found: WholeAsk, home_id: uuid.UUID) -> None:
    """The home has no more to say; where no other home is left, the ask has come to nothing."""
    reason = gettext("The hub did not agree.")
    answer = found.answer_of(home_id)
    if answer.state in (AnswerState.WAITING, AnswerState.OTHER_NIGHTS):
        answer.state, answer.reason = AnswerState.DECLINED, reason
        answer.answered_by, answer.answered_at = viewer.person_id, clock.now()
    state = state_of_ask([one.state for one in found.answers], len(found.children), len(found.stays))
    if state is not AskState.OPEN:
        end_ask(found, state, reason)


def _tell(viewer: Viewer, found: WholeAsk, word: HubWord) -> None:
    when = journey_words(found.ask)
    if word.state is AgreementState.GIVEN:
        words = gettext("The hub says yes, the sleepover may be agreed now: %(when)s.", when=when)
    else:
        words = gettext("The hub says no to a sleepover: %(when)s.", when=when)
    people = carers_at({word.home_id, *homes_of_children(found.child_ids, found.ask.arrive_on)})
    news = News(
        f"/asks/{found.ask.id}/hub/{word.home_id}/said/{clock.now().isoformat()}", words, f"/asks/{found.ask.id}"
    )
    tell({person for person in people if person != viewer.person_id}, news)
