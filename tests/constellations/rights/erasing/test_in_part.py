"""An erasure of which a hold or a concern keeps something is done in part, and finished when nothing does any more."""

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import covering
from constellations.core.database import database, session
from constellations.people.actions import let_back
from constellations.queries import viewer_for
from constellations.rights import actions, queries, rules
from constellations.rights.holds.actions import give_hold, lift_hold
from constellations.rights.models import DataRequest
from constellations.rights.rules import RequestKind, RequestState, Subject
from messaging.models import Mention, Message, Reaction, ReadMark
from messaging.safeguarding.models import Concern
from tests import factories
from tests.client import client_of
from tests.constellations.rights.families import SYSTEM, Family, outing, run_at_night, run_job, stored, told
from tests.messaging.factories import create_concern, create_message
from tests.registers import rows

DONE = "The erasure that you stood behind is done."
IN_PART = "The erasure that you stood behind is done, but for what a hold or a concern keeps."


@dataclass(frozen=True)
class InPart:
    """An erasure that is done in part, what keeps the rest, and what was said there."""

    request_id: uuid.UUID
    concern: Concern
    own: Message
    others: Message

    @property
    def said(self) -> tuple[str, str]:
        """What the two messages say now."""
        asked = select(Message.id, Message.body)
        bodies = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), asked))}
        return bodies[self.own.id], bodies[self.others.id]

    def let_go(self, family: Family) -> None:
        """Nothing keeps it any more: the concern was closed long ago."""
        closed_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
        factories.changed(self.concern, closed_at=closed_at, closed_by=family.ruth.id)


@pytest.fixture
def in_part(family: Family) -> InPart:
    """Zebedee is erased, but for a conversation about which somebody worries, and one in which he is named is not."""
    worrying, free = outing(family, family.anita, family.zeb), outing(family, family.anita)
    own = create_message(worrying, family.zeb, "I am Zebedee")
    others = create_message(worrying, family.anita, "Thank you, Zebedee Quillfeather!")
    create_message(free, family.anita, "Zebedee was here")
    concern = create_concern(others, family.anita, family.constellation)
    subject = Subject(person_id=family.zeb.id)
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), subject, "Zebedee")
    actions.confirm(viewer_for(family.ola), request_id)
    assert run_job() == 1
    return InPart(request_id, concern, own, others)


def test_what_is_held_waits_and_the_page_says_how_much(app: Flask, family: Family, in_part: InPart) -> None:
    request = stored(in_part.request_id)
    assert (request.state, request.also, request.withheld) == (RequestState.PARTLY, "", 2)
    assert in_part.said == ("I am Zebedee", "Thank you, Zebedee Quillfeather!")
    bodies = list(session().scalars(covering(SYSTEM(), select(Message.body))))
    assert f"{rules.pseudonym(family.zeb.id, 'carer')} was here" in bodies
    assert IN_PART in told(family.ruth)
    page = client_of(app, family.ola).get(f"/rights/requests/{in_part.request_id}").text
    assert "A hold or a concern keeps 2 rows as they are" in page
    assert ["Nothing in Roost says" in page, "Take the request back" in page, "Zebedee" in page] == [False] * 3


def test_what_somebody_did_about_messages_that_are_held_stays_with_them(family: Family) -> None:
    worrying, free = outing(family, family.anita, family.zeb), outing(family, family.anita, family.zeb)
    held, other = (create_message(one, family.anita, "Who comes?") for one in (worrying, free))
    create_concern(held, family.anita, family.constellation)
    for message in (held, other):
        by = {"message_id": message.id, "person_id": family.zeb.id}
        mark = ReadMark(conversation_id=message.conversation_id, person_id=family.zeb.id, seq=1)
        factories.stored(Reaction(**by, emoji="👍"), Mention(**by), mark)
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), Subject(person_id=family.zeb.id), "")
    actions.confirm(viewer_for(family.ola), request_id)
    assert run_job() == 1
    assert (stored(request_id).state, stored(request_id).withheld) == (RequestState.PARTLY, 3)
    assert rows(Reaction.message_id) == rows(Mention.message_id) == [(held.id,)]
    assert rows(ReadMark.conversation_id) == [(worrying.id,)]


def test_it_is_finished_once_nothing_is_held(family: Family, in_part: InPart) -> None:
    assert (run_job(), run_at_night(), told(family.ruth).count(IN_PART)) == (0, 0, 1)
    in_part.let_go(family)
    assert run_job() == 0
    assert run_at_night() == 1
    request = stored(in_part.request_id)
    assert (request.state, request.withheld, request.needles) == (RequestState.DONE, 0, None)
    own, others = in_part.said
    assert own.startswith("(removed:")
    assert others == f"Thank you, {rules.pseudonym(family.zeb.id, 'carer')}!"
    assert told(family.ola).count(DONE) == 1
    assert run_at_night() == 0


def test_what_is_looked_for_lies_sealed_and_no_other_erasure_changes_it(family: Family, in_part: InPart) -> None:
    needles = stored(in_part.request_id).needles
    with database().engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT needles FROM data_request").scalar_one()
    assert needles is not None
    assert ("Zebedee" in needles, "Zebedee" in str(kept)) == (True, False)
    child = Subject(child_id=family.child.id)
    request_id = actions.ask_for_erasure(viewer_for(family.ruth), child, "Zebedee")
    actions.confirm(viewer_for(family.ola), request_id)
    assert run_job() == 1
    session().expire_all()
    assert stored(in_part.request_id).needles == needles


def test_it_is_neither_taken_back_nor_asked_for_again_and_waits_on_no_list(family: Family, in_part: InPart) -> None:
    ruth, zeb = viewer_for(family.ruth), Subject(person_id=family.zeb.id)
    with pytest.raises(rules.NotWaiting):
        actions.withdraw(ruth, in_part.request_id)
    with pytest.raises(rules.AskedAlready):
        actions.ask_for_erasure(ruth, zeb, "")
    assert queries.open_request(zeb, RequestKind.ERASURE)
    assert queries.request_page(ruth, in_part.request_id).days_left is None


def test_a_hold_that_comes_later_keeps_the_rest_too(family: Family, in_part: InPart) -> None:
    ruth = viewer_for(family.ruth)
    hold_id = give_hold(ruth, Subject(person_id=family.zeb.id), "A court’s order")
    in_part.let_go(family)
    assert run_at_night() == 0
    lift_hold(ruth, hold_id)
    assert run_at_night() == 1


def test_of_who_came_back_the_rest_stays_and_nothing_is_looked_for_any_more(family: Family, in_part: InPart) -> None:
    let_back(viewer_for(family.ruth), family.zeb.id)
    in_part.let_go(family)
    assert run_at_night() == 0
    request = stored(in_part.request_id)
    assert (request.state, request.needles) == (RequestState.WITHDRAWN, None)
    assert in_part.said[0] == "I am Zebedee"


def test_nothing_that_was_done_before_waits(family: Family) -> None:
    done = select(DataRequest).where(DataRequest.state == RequestState.PARTLY)
    assert session().scalars(covering(SYSTEM(), done)).all() == []
    assert (family.zeb.left_at is not None, run_at_night()) == (True, 0)
