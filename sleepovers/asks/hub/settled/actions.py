"""Asking for a sleepover, and agreeing to it at once where it has become a habit and the service wants it so."""

import uuid

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import transaction
from sleepovers.asks.actions import ask_for_sleepover, proposed
from sleepovers.asks.answering.actions import Asked, agree_to_ask
from sleepovers.asks.hub.queries import rule_of, stays_with
from sleepovers.asks.hub.rules import is_settled
from sleepovers.asks.hub.seeking.queries import has_hub_word
from sleepovers.asks.queries import WholeAsk, held_ask
from sleepovers.asks.rules import notice_hours
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.actions import hold_home
from sleepovers.booking.queries import wish_of
from sleepovers.booking.rules import check


def ask_or_agree(viewer: Viewer, wanted: Wanted) -> list[uuid.UUID]:
    """Ask for a sleepover, each time of it; what is settled is agreed at once. Raises as asking does."""
    with transaction():
        found = ask_for_sleepover(viewer, wanted)
        for ask_id in found:
            _agree_where_settled(viewer, held_ask(viewer, ask_id))
        return found


def _agree_where_settled(viewer: Viewer, found: WholeAsk) -> None:
    """Agree for the one home that was asked, where all the children come regularly and nothing at all speaks against.

    Whoever decides for a child, the hub's word and a night that the home keeps for itself each stand in the way.
    """
    if len(found.answers) != 1:
        return
    ask, home_id = found.ask, found.answers[0].home_id
    rule = rule_of(ask.service_id)
    before = stays_with(home_id, found.child_ids, viewer.today) if rule.settled_after else {}
    stays = [before.get(child_id, 0) for child_id in found.child_ids]
    if not is_settled(rule, ask.kind, notice_hours(ask.arrive, clock.now()), stays) or has_hub_word(ask.id):
        return
    proposal = proposed(ask, found.child_ids, home_id)
    hold_home(home_id)
    if not check(wish_of(proposal)):
        agree_to_ask(Viewer.system(), Asked(ask.id, home_id, ask.version))
