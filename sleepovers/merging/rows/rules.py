"""What becomes of the rows of a double, column by column: one table for children, one for homes."""

from collections.abc import Mapping
from enum import StrEnum


class Treatment(StrEnum):
    """What becomes of the rows of a double: they move, or yield where the kept one has the same, or go altogether."""

    MOVES = "moves"
    YIELDS = "yields"
    GOES = "goes"
    OWN = "own"


_MOVES, _YIELDS, _GOES, _OWN = Treatment

CHILD_COLUMNS: Mapping[str, Treatment] = {
    "stay.child_id": _MOVES,
    "stay_night.child_id": _MOVES,
    "night_change.child_id": _MOVES,
    "placement.child_id": _MOVES,
    "child_status.child_id": _GOES,
    "not_together.first_id": _OWN,
    "not_together.second_id": _OWN,
    "exemption_child.child_id": _YIELDS,
    "event_guest.child_id": _YIELDS,
    "event_attended.child_id": _YIELDS,
    "ask_child.child_id": _YIELDS,
    "agreement.child_id": _YIELDS,
    "stay_card.child_id": _OWN,
    "stay_card_view.child_id": _MOVES,
    "concern_child.child_id": _YIELDS,
    "data_request.child_id": _MOVES,
    "subject_hold.child_id": _MOVES,
}
"""Every column that names a child; a test finds one that is missing."""

HOME_COLUMNS: Mapping[str, Treatment] = {
    "activity.home_id": _MOVES,
    "exemption.home_id": _MOVES,
    "placement.home_id": _MOVES,
    "membership.home_id": _MOVES,
    "home_terms.home_id": _GOES,
    "person.home_id": _MOVES,
    "person_home.home_id": _YIELDS,
    "event.home_id": _MOVES,
    "event.host_id": _MOVES,
    "event_answer.home_id": _YIELDS,
    "event_attendance.home_id": _YIELDS,
    "home_diet.home_id": _YIELDS,
    "hub_cover.home_id": _MOVES,
    "sign_month.home_id": _GOES,
    "contact.home_id": _MOVES,
    "snooze.home_id": _MOVES,
    "prefers_phone.home_id": _YIELDS,
    "leaving.home_id": _YIELDS,
    "home_date.home_id": _YIELDS,
    "ladder.family_id": _MOVES,
    "stay_move_leg.from_home_id": _MOVES,
    "stay_move_leg.to_home_id": _MOVES,
    "stay_move_word.home_id": _YIELDS,
    "claim.home_id": _MOVES,
    "claim.approver_home_id": _MOVES,
    "claim_adjustment.home_id": _MOVES,
    "claim_adjustment.approver_home_id": _MOVES,
    "night_dispute.home_id": _MOVES,
    "payment_line.home_id": _MOVES,
    "payee.home_id": _YIELDS,
    "support_entry.hub_id": _MOVES,
    "support_entry.home_id": _MOVES,
    "unasked.home_id": _YIELDS,
    "hub_word.home_id": _YIELDS,
    "waiting_place.home_id": _YIELDS,
    "answer.home_id": _YIELDS,
    "answer.suggested_by": _MOVES,
    "sleepover_step.home_id": _MOVES,
    "stay.host_id": _MOVES,
    "stay_night.home_id": _MOVES,
    "closed_weekday.home_id": _GOES,
    "availability_span.home_id": _MOVES,
}
"""Every column that names a home; a test finds one that is missing."""
