"""The word of whoever decides for a child: a task before the stay, and in an emergency one afterwards."""

import datetime as dt
import uuid

import pytest

from constellations.core.database import transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.models import LiaisonAssignment
from constellations.permissions import Role
from constellations.rules import StayAuthority
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.agreements.actions import owner_for, settle_agreement
from sleepovers.asks.models import Agreement
from sleepovers.asks.rules import AgreementSettled, AgreementState, StepTaken
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.refusals import AgreementMissing
from sleepovers.rules import AnswerState, AskState, Moment, StayKind
from tests import factories
from tests.factories import decided_by
from tests.registers import rows
from tests.sleepovers.asks.asking import (
    agree,
    answers,
    ask_for,
    heard,
    state_of,
    stays_from,
    the_ask,
    timeline,
    trusted_child,
    wanted,
)
from tests.sleepovers.households import Households, acts, audited, sees

WAITING, GIVEN, REFUSED = AgreementState.WAITING, AgreementState.GIVEN, AgreementState.REFUSED


def task_of(ask_id: uuid.UUID) -> uuid.UUID:
    """The one agreement that an ask needs."""
    ((found, _),) = [row for row in rows(Agreement.id, Agreement.ask_id) if row[1] == ask_id]
    return uuid.UUID(str(found))


def urgently(homes: Households) -> uuid.UUID:
    """JB needs a bed tonight."""
    ends = Moment.parse("2026-11-22T21:00"), Moment.parse("2026-11-23")
    wish = Wanted((homes.jb.id,), (homes.hub.id,), *ends, kind=StayKind.EMERGENCY)
    return ask_for_sleepover(sees(homes.anita), wish)[0]


def test_an_ask_makes_a_task_with_an_owner_and_cannot_be_agreed_before(homes: Households) -> None:
    ask_id = ask_for(homes)
    assert rows(Agreement.child_id, Agreement.owner_id, Agreement.state, Agreement.is_afterwards) == [
        (homes.jb.id, homes.liaison.id, WAITING, False)
    ]
    for person in (homes.moira, homes.liaison):
        with pytest.raises(AgreementMissing, match="JB’s social worker has to agree first"):
            agree(ask_id, homes.hub, person)
    news = heard(lambda: settle_agreement(sees(homes.liaison), task_of(ask_id), is_given=True))
    assert news.mailed == {"Moira Hale", "Tom Hale", "Anita Patel"}
    assert rows(Agreement.state, Agreement.settled_by) == [(GIVEN, homes.liaison.id)]
    assert StepTaken.AGREEMENT_GIVEN in {step for step, _ in timeline(ask_id)}
    assert "agreement_given" in acts(ask_id)
    agree(ask_id, homes.hub, homes.moira)
    assert state_of(ask_id) is AskState.AGREED


def test_what_was_refused_ends_the_ask(homes: Households) -> None:
    ask_id = ask_for(homes)
    news = heard(lambda: settle_agreement(sees(homes.manager), task_of(ask_id), is_given=False))
    ask = the_ask(ask_id)
    assert (ask.state, ask.reason) == (AskState.DECLINED, "Whoever decides for the child did not agree.")
    assert answers(ask_id) == {"Moira": AnswerState.NOT_NEEDED}
    assert news.words["Moira Hale"] == ["The social worker does not agree to the sleepover: Fri 27 Nov, 2 nights."]
    with pytest.raises(AgreementSettled):
        settle_agreement(sees(homes.liaison), task_of(ask_id), is_given=True)


def test_a_sibling_who_has_a_stay_keeps_it_when_the_other_may_not(homes: Households) -> None:
    sibling = trusted_child(homes, homes.patel, "LM")
    wish = wanted(homes.hub, homes.okafor, children=(homes.jb, sibling), together=False)
    (ask_id,) = ask_for_sleepover(sees(homes.anita), wish)
    agree(ask_id, homes.hub, homes.moira, "", sibling)
    settle_agreement(sees(homes.liaison), task_of(ask_id), is_given=False)
    assert (state_of(ask_id), len(stays_from(ask_id))) == (AskState.AGREED, 1)


def test_an_emergency_goes_first_and_the_agreement_is_sought_afterwards(homes: Households) -> None:
    ask_id = urgently(homes)
    assert rows(Agreement.state, Agreement.is_afterwards) == [(WAITING, True)]
    agree(ask_id, homes.hub, homes.moira)
    settle_agreement(sees(homes.liaison), task_of(ask_id), is_given=False)
    assert (state_of(ask_id), len(stays_from(ask_id))) == (AskState.AGREED, 1), "what is agreed stays agreed"
    assert rows(Agreement.state) == [(REFUSED,)]


def test_staff_may_agree_before_whoever_decides_with_a_reason(homes: Households) -> None:
    ask_id = ask_for(homes)
    agree(ask_id, homes.hub, homes.liaison, "The social worker said so on the phone.")
    assert ("overruled_check", "agreement") in audited(stays_from(ask_id)[0].id)


def test_a_child_whose_carers_decide_needs_no_task(homes: Households) -> None:
    decided_by(StayAuthority.DELEGATED, homes.jb)
    ask_for(homes)
    assert rows(Agreement.id) == []


def test_an_agreement_is_settled_by_staff_who_see_the_child(homes: Households) -> None:
    task = task_of(ask_for(homes))
    other = factories.create_person(Role.MANAGER, factories.create_service())
    with pytest.raises(Forbidden):
        settle_agreement(sees(homes.anita), task, is_given=True)
    with pytest.raises(NotFound):
        settle_agreement(sees(other), task, is_given=True)
    assert rows(Agreement.state) == [(WAITING,)]


def test_the_owner_is_who_covers_then_the_liaison_worker_then_a_manager(homes: Households) -> None:
    cover = factories.create_person(Role.LIAISON, homes.service)
    assignment = LiaisonAssignment(person_id=cover.id, constellation_id=homes.constellation.id, is_cover=True)
    factories.stored(assignment)
    assert owner_for(homes.jb) == cover.id
    with transaction():
        assignment.ends_on = dt.date(2026, 11, 22)
    assert owner_for(homes.jb) == homes.liaison.id
    factories.changed(homes.liaison, left_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    assert owner_for(homes.jb) == homes.manager.id
    factories.changed(homes.manager, left_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    assert owner_for(homes.jb) is None
