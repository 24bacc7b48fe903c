"""A small world in which every kind of thing that an address can name exists once."""

import datetime as dt
import uuid
from dataclasses import dataclass

from constellations.accounts.models import SignedInDevice
from constellations.accounts.passkeys.models import Passkey
from constellations.budget.models import BudgetSpend
from constellations.children.models import Child
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.ids import new_id
from constellations.cover.models import HubCover
from constellations.deputies.models import Deputy
from constellations.engagement.contacts.models import Contact, Snooze
from constellations.events.models import Occurrence
from constellations.feeds.models import FeedAddress
from constellations.homes.exemptions.models import Exemption
from constellations.models import Constellation, Home, Membership, Person, Service
from constellations.notices.models import Notice, PushSubscription
from constellations.people.step_resets.models import StepReset
from constellations.permissions import Role
from constellations.register.models import ImportRun
from constellations.rules import HomeRole
from constellations.support.learning.models import LearningEntry
from messaging.announcements.models import Announcement
from messaging.attachments.models import Attachment
from messaging.keeping.models import LegalHold, WordsTaken
from messaging.models import Conversation, Message
from messaging.rules import ConversationKind
from messaging.safeguarding.models import Concern, Look
from sleepovers.asks.hub.models import HubWord
from sleepovers.asks.hub.rules import HubCause
from sleepovers.asks.models import Agreement, Ask
from sleepovers.asks.rules import AgreementState
from sleepovers.asks.unasked.models import Unasked
from sleepovers.availability.models import AvailabilitySpan
from sleepovers.availability.rules import SpanWord
from sleepovers.cards.models import HandoverNote
from sleepovers.emergencies.models import Ladder
from sleepovers.emergencies.rules import Rung
from sleepovers.fidelity.models import FidelityItem
from sleepovers.models import Stay
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.nights_off.rules import Unit
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.returns.models import SupportEntry
from sleepovers.rules import StayKind
from sleepovers.stays.moving.models import MoveLeg, StayMove
from sleepovers.stays.moving.rules import MoveState
from sleepovers.uplift import DEFAULT_POLICY
from tests import factories
from tests.constellations.accounts.passkeys.factories import create_passkey
from tests.constellations.budget.receipts.receipts import create_receipt
from tests.constellations.engagement.contacts.factories import create_contact_and_snooze
from tests.constellations.rights.factories import RightsSamples, create_rights
from tests.constellations.support.factories import SupportSamples, create_support
from tests.constellations.support.learning.factories import create_learning
from tests.constellations.support.library import Library, create_library
from tests.kept import made_once
from tests.messaging.factories import (
    create_announcement,
    create_concern,
    create_conversation,
    create_group,
    create_message,
    create_photo,
    create_poll,
)
from tests.outsiders import members, whole_service
from tests.sleepovers.payments.factories import Paid, create_paid
from tests.sleepovers.returns.factories import create_support_entry


@dataclass(frozen=True, slots=True)
class World:
    """One constellation in the middle, and people in it and around it."""

    service: Service
    constellation: Constellation
    hub: Home
    satellite: Home
    membership: Membership
    child: Child
    other_child: Child
    stay: Stay
    ask: Ask
    agreement: Agreement
    exemption: Exemption
    people: dict[Role, Person]
    outsiders: tuple[Person, ...]
    notice: Notice
    device: SignedInDevice
    subscription_id: uuid.UUID
    policy: UpliftPolicy
    rate: UpliftRate
    past_import: ImportRun
    span: AvailabilitySpan
    conversation: Conversation
    message: Message
    concern: Concern
    look: Look
    attachment: Attachment
    announcement: Announcement
    poll: Message
    legal_hold: LegalHold
    words_taken: WordsTaken
    group: Conversation
    nights_off: NightsOffPolicy
    unasked: Unasked
    budget_spend: BudgetSpend
    cover: HubCover
    hub_word: HubWord
    move: StayMove
    paid: Paid
    occurrence: Occurrence
    learning: LearningEntry
    feed: FeedAddress
    helped: SupportEntry
    support: SupportSamples
    library: Library
    contact: Contact
    snooze: Snooze
    fidelity_item: FidelityItem
    passkey: Passkey
    step_reset: StepReset
    rights: RightsSamples
    deputy: Deputy
    handover_note: HandoverNote


def make_world() -> World:
    """Make the world as the first rows of a test; its objects belong to no session.

    The outsiders are of another constellation of the service, and of another service.
    """
    return made_once("world", _made)


def _made() -> World:
    with transaction():
        world = _make()
    session().expunge_all()
    return world


def _make() -> World:
    region = factories.create_region()
    service = factories.create_service(region=region)
    constellation = factories.create_constellation(service)
    hub, satellite = factories.create_home(service), factories.create_home(service)
    factories.join(hub, constellation, HomeRole.HUB)
    membership = factories.join(satellite, constellation)
    child, other_child = factories.create_child(service, satellite), factories.create_child(service, hub)
    stay = factories.create_stay(child, hub, "2026-10-30", "2026-11-02")
    ask = factories.create_ask((child,), (hub,), "2026-12-04", "2026-12-06")
    agreement = Agreement(child_id=child.id, ask_id=ask.id, state=AgreementState.WAITING)
    factories.stored(agreement)
    hub_word = HubWord(ask_id=ask.id, home_id=hub.id, cause=HubCause.FIRST_STAY, state=AgreementState.WAITING)
    move = StayMove(service_id=service.id, state=MoveState.DONE)
    factories.stored(hub_word, move)
    factories.stored(MoveLeg(move_id=move.id, stay_id=stay.id, from_home_id=satellite.id, to_home_id=hub.id))
    exemption = Exemption(home_id=hub.id, starts_on=dt.date(2026, 10, 1))
    people = {
        Role.HUB_CARER: factories.create_person(Role.HUB_CARER, home=hub),
        Role.SATELLITE_CARER: factories.create_person(Role.SATELLITE_CARER, home=satellite),
        Role.LIAISON: factories.create_person(Role.LIAISON, service, constellations=(constellation,)),
        Role.MANAGER: factories.create_person(Role.MANAGER, service),
        Role.FINANCE: factories.create_person(Role.FINANCE, service),
        Role.REGIONAL: factories.create_person(Role.REGIONAL, region=region),
    }
    next_door = factories.create_constellation(service)
    elsewhere = factories.create_service(region=factories.create_region())
    far_off = factories.create_constellation(elsewhere)
    outsiders = (*members(service, next_door), *members(elsewhere, far_off), *whole_service(elsewhere))
    told = people[Role.HUB_CARER]
    notice = Notice(person_id=told.id, once="sample", words="Something is new.", path="/notices")
    satellite_carer = people[Role.SATELLITE_CARER].id
    device = SignedInDevice(id=new_id(), token_hash="0" * 64, person_id=satellite_carer, browser="Firefox, Linux")
    keys = {"endpoint": "https://fcm.googleapis.com/x", "p256dh": "x", "auth": "x"}
    subscription = PushSubscription(id=new_id(), person_id=told.id, device_id=device.id, **keys)
    policy = UpliftPolicy(service_id=service.id, valid_from=dt.date(2027, 4, 1), **_DEFAULT)
    rate = UpliftRate(service_id=service.id, valid_from=dt.date(2027, 4, 1), per_night_pence=4000)
    past_import = ImportRun(service_id=service.id, source="register")
    span = AvailabilitySpan(
        home_id=hub.id, starts_on=dt.date(2026, 11, 20), ends_on=dt.date(2026, 11, 27), word=SpanWord.AWAY
    )
    ladder = Ladder(ask_id=ask.id, family_id=satellite.id, rung=Rung.STAFF, since=clock.now())
    cover = HubCover(
        constellation_id=constellation.id,
        home_id=satellite.id,
        starts_on=dt.date(2026, 12, 24),
        ends_on=dt.date(2026, 12, 27),
    )
    factories.stored(notice, device, subscription, policy, rate, past_import, span, exemption, cover, ladder)
    talking = tuple(person for role, person in people.items() if role is not Role.REGIONAL)
    conversation = create_conversation(ConversationKind.GROUP, service, people=talking, title="Outing")
    message = create_message(conversation, told)
    concern = create_concern(message, people[Role.SATELLITE_CARER], constellation)
    manager, sample = people[Role.MANAGER].id, {"reason": "A sample."}
    look = Look(conversation_id=conversation.id, person_id=manager, is_copy=True, **sample)
    held = LegalHold(service_id=service.id, conversation_id=conversation.id, given_by=manager, **sample)
    taken = WordsTaken(service_id=service.id, person_id=told.id, taken_by=manager, **sample)
    factories.stored(look, held, taken)
    fidelity_item = FidelityItem(service_id=service.id, words="The children know each other", months=6)
    factories.stored(fidelity_item)
    factories.create_stay_card(child, people[Role.SATELLITE_CARER])
    group = create_group(people[Role.LIAISON], talking[:-1], invited=(people[Role.FINANCE],), is_open=False)
    return World(
        service,
        constellation,
        hub,
        satellite,
        membership,
        child,
        other_child,
        stay,
        ask,
        agreement,
        exemption,
        people,
        outsiders,
        notice,
        device,
        subscription.id,
        policy,
        rate,
        past_import,
        span,
        conversation,
        message,
        concern,
        look,
        create_photo(message),
        create_announcement(told, constellation),
        create_poll(conversation, told),
        held,
        taken,
        group,
        *_of_later_features(service, constellation, hub),
        cover,
        hub_word,
        move,
        create_paid(hub, people),
        factories.create_event(constellation),
        create_learning(people[Role.SATELLITE_CARER]),
        factories.create_feed_address(told),
        create_support_entry(constellation, hub, satellite),
        create_support(people, hub),
        create_library(service, hub),
        *create_contact_and_snooze(hub, people[Role.LIAISON]),
        fidelity_item,
        create_passkey(people[Role.SATELLITE_CARER]),
        _step_reset(service, people),
        create_rights(people[Role.SATELLITE_CARER], people[Role.MANAGER]),
        _deputy(people),
        factories.create_handover_note(stay, people[Role.SATELLITE_CARER]),
    )


def _step_reset(service: Service, people: dict[Role, Person]) -> StepReset:
    whose, asked_by = people[Role.SATELLITE_CARER].id, people[Role.MANAGER].id
    reset = StepReset(service_id=service.id, person_id=whose, asked_by=asked_by, reason="A sample.")
    factories.stored(reset)
    return reset


def _deputy(people: dict[Role, Person]) -> Deputy:
    """A manager's deputy, on days that are to come."""
    days = {"starts_on": dt.date(2027, 2, 1), "ends_on": dt.date(2027, 2, 8)}
    who = {"person_id": people[Role.LIAISON].id, "for_id": people[Role.MANAGER].id}
    deputy = Deputy(service_id=people[Role.MANAGER].service_id, **who, **days)
    factories.stored(deputy)
    return deputy


def _of_later_features(
    service: Service, constellation: Constellation, hub: Home
) -> tuple[NightsOffPolicy, Unasked, BudgetSpend]:
    usual = {"unit": Unit.NIGHTS, "amount": 14, "year_month": 4, "year_day": 1, "pro_rata": True}
    kinds = frozenset({StayKind.RESPITE})
    nights_off = NightsOffPolicy(service_id=service.id, valid_from=dt.date(2027, 4, 1), used_by=kinds, **usual)
    unasked = Unasked(service_id=service.id, home_id=hub.id, night=dt.date(2026, 11, 27))
    of = {"service_id": service.id, "constellation_id": constellation.id}
    spend = BudgetSpend(spent_on=dt.date(2026, 11, 2), amount_pence=8500, what="Soft play", receipt="R1", **of)
    factories.stored(nights_off, unasked, spend)
    create_receipt(spend)
    return nights_off, unasked, spend


_DEFAULT = {
    name: getattr(DEFAULT_POLICY, name)
    for name in ("threshold", "basis", "shape", "eligible_roles", "counted_kinds", "counted_statuses")
}
