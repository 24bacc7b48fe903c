"""Adding items to the checklist of a service, ending them, and answering them."""

import datetime as dt
import uuid

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import check_day
from constellations.models import Constellation, Service
from constellations.permissions import Permission
from sleepovers.fidelity.models import FidelityAnswer, FidelityItem
from sleepovers.fidelity.own import rules
from sleepovers.fidelity.own.queries import asked, own_items
from sleepovers.fidelity.own.rules import Answered

ITEM_FIELDS = ("words", "months", "starts_on")
ANSWER_FIELDS = ("item_id", "answered_on", "is_met", "note")


def add_fidelity_item(viewer: Viewer, words: str, months: int) -> FidelityItem:
    """Add an item to the checklist of the viewer's service from today on; raises AskedAlready, TooManyOwn, NotFound."""
    viewer.must(Permission.SET_FIDELITY)
    if viewer.service_id is None:
        raise NotFound
    with transaction() as here:
        service = hold(viewer, Service, viewer.service_id)
        rules.must_fit(words, [item.words for item in own_items(viewer, [service.id])[service.id]])
        item = FidelityItem(service_id=service.id, words=words, months=months, starts_on=viewer.today)
        item.added_by = viewer.person_id
        here.add(item)
        here.flush()
        record(viewer, "added_fidelity_item", item.id)
        audit(viewer, Change("added_fidelity_item", "fidelity_item", item.id, ITEM_FIELDS), service.id)
        return item


def end_fidelity_item(viewer: Viewer, item_id: uuid.UUID) -> dt.date:
    """Ask for it no more, and give the day from which on: today, or tomorrow where it began today.

    What was answered stays. Raises AskedNoMore, NotFound.
    """
    viewer.must(Permission.SET_FIDELITY)
    with transaction():
        item = hold(viewer, FidelityItem, item_id)
        rules.must_be_asked(item.ends_on)
        item.ends_on = max(viewer.today, item.starts_on + dt.timedelta(days=1))
        record(viewer, "ended_fidelity_item", item.id)
        audit(viewer, Change("ended_fidelity_item", "fidelity_item", item.id, ("ends_on",)), item.service_id)
        return item.ends_on


def answer_fidelity_item(
    viewer: Viewer, constellation_id: uuid.UUID, item_id: uuid.UUID, answer: Answered, seen: int
) -> None:
    """Say how an own item stands in a constellation, from a day on; earlier answers stay.

    `seen` is how many answers there were on the page. Raises AnswerToCome, DayOutOfReach, AskedNoMore,
    AnsweredMeanwhile, NotFound.
    """
    viewer.must(Permission.ANSWER_FIDELITY)
    check_day(answer.answered_on, viewer.today)
    rules.must_be_over(answer.answered_on, viewer.today)
    with transaction() as here:
        constellation = hold(viewer, Constellation, constellation_id)
        found = asked(viewer, constellation.id, item_id)
        rules.must_be_asked(found.item.ends_on)
        rules.must_have_seen_all(seen, found.answers)
        row = FidelityAnswer(item_id=item_id, constellation_id=constellation.id, answered_by=viewer.person_id)
        row.answered_on, row.is_met, row.note = answer.answered_on, answer.is_met, answer.note
        here.add(row)
        here.flush()
        record(viewer, "answered_fidelity_item", row.id, service_id=constellation.service_id)
        change = Change("answered_fidelity_item", "fidelity_answer", row.id, ANSWER_FIELDS)
        audit(viewer, change, constellation.service_id)
