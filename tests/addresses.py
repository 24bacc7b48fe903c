"""For every parameter of an address, what stands there in a test."""

import re
import uuid
from collections.abc import Callable

from werkzeug.routing import Rule

from constellations.permissions import Role
from tests.samples import World

SAMPLES: dict[str, Callable[[World], uuid.UUID]] = {
    "constellation_id": lambda world: world.constellation.id,
    "home_id": lambda world: world.hub.id,
    "membership_id": lambda world: world.membership.id,
    "child_id": lambda world: world.child.id,
    "other_id": lambda world: world.other_child.id,
    "stay_id": lambda world: world.stay.id,
    "ask_id": lambda world: world.ask.id,
    "agreement_id": lambda world: world.agreement.id,
    "exemption_id": lambda world: world.exemption.id,
    "person_id": lambda world: world.people[Role.SATELLITE_CARER].id,
    "notice_id": lambda world: world.notice.id,
    "device_id": lambda world: world.device.id,
    # Kept apart from its row, which is gone once it is switched off.
    "subscription_id": lambda world: world.subscription_id,
    "policy_id": lambda world: world.policy.id,
    "import_id": lambda world: world.past_import.id,
    "cover_id": lambda world: world.cover.id,
    "span_id": lambda world: world.span.id,
    "rate_id": lambda world: world.rate.id,
    "conversation_id": lambda world: world.conversation.id,
    "message_id": lambda world: world.message.id,
    "concern_id": lambda world: world.concern.id,
    "look_id": lambda world: world.look.id,
    "attachment_id": lambda world: world.attachment.id,
    "announcement_id": lambda world: world.announcement.id,
    "group_id": lambda world: world.group.id,
    "poll_id": lambda world: world.poll.id,
    "hold_id": lambda world: world.legal_hold.id,
    "taken_id": lambda world: world.words_taken.id,
    "word_id": lambda world: world.hub_word.id,
    "move_id": lambda world: world.move.id,
    "subject_id": lambda world: world.stay.id,
    "nights_off_id": lambda world: world.nights_off.id,
    "unasked_id": lambda world: world.unasked.id,
    "spend_id": lambda world: world.budget_spend.id,
    "dispute_id": lambda world: world.paid.dispute.id,
    "adjustment_id": lambda world: world.paid.adjustment.id,
    "batch_id": lambda world: world.paid.batch.id,
    "occurrence_id": lambda world: world.occurrence.id,
    "entry_id": lambda world: world.learning.id,
    "feed_id": lambda world: world.feed.id,
    "support_id": lambda world: world.helped.id,
    "pair_id": lambda world: world.support.pair.id,
    "check_in_id": lambda world: world.support.check_in.id,
    "date_id": lambda world: world.support.date.id,
    "course_id": lambda world: world.support.course.id,
    "team_id": lambda world: world.library.team.id,
    "placement_id": lambda world: world.library.ended.id,
    "contact_id": lambda world: world.contact.id,
    "snooze_id": lambda world: world.snooze.id,
    "item_id": lambda world: world.fidelity_item.id,
    "reset_id": lambda world: world.step_reset.id,
    "line_id": lambda world: world.paid.line.id,
    "passkey_id": lambda world: world.passkey.id,
    "request_id": lambda world: world.rights.request.id,
    "subject_hold_id": lambda world: world.rights.hold.id,
    "deputy_id": lambda world: world.deputy.id,
    "service_id": lambda world: world.service.id,
    "note_id": lambda world: world.handover_note.id,
}
"""For each thing that an address names, the sample; a parameter that is in neither table fails the walk."""

WORDS = {
    **{"sheet": "ties", "month": "2026-10", "token": "no-such-token", "kind": "stay", "seq": "1", "number": "1"},
    **{"name": "fidelity", "record": "notices", "note_kind": "handover"},
}
"""The parameters of an address that name nobody's thing."""


def address_of(rule: Rule, world: World) -> str:
    """The address of the sample objects."""
    path = rule.rule
    for name in rule.arguments:
        value = WORDS[name] if name in WORDS else str(SAMPLES[name](world))
        path = re.sub(rf"<(?:[a-z_]+:)?{name}>", value, path)
    return path
