"""Changing what a checklist asks for, adding items, answering and ending them: what is stored, and what is written."""

import datetime as dt
from collections.abc import Sequence

import pytest
import time_machine

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile, DayOutOfReach
from constellations.permissions import Role
from sleepovers.fidelity.actions import FIELDS, set_fidelity_terms
from sleepovers.fidelity.models import FidelityAnswer, FidelityTerms
from sleepovers.fidelity.own import rules
from sleepovers.fidelity.own.actions import add_fidelity_item, answer_fidelity_item, end_fidelity_item
from sleepovers.fidelity.own.queries import asked
from sleepovers.fidelity.own.rules import Answered
from sleepovers.fidelity.queries import checklist_of, terms_page
from sleepovers.fidelity.rules import Item, Standing, Terms
from tests import factories
from tests.sleepovers.households import Households, acts, audited, day, sees

SMALLER = Terms(smallest=2, largest=4, off=frozenset({Item.CHILDREN}))
YES = Answered(day("2026-11-20"), True, "All three have met")


def stored_terms() -> Sequence[FidelityTerms]:
    session().rollback()
    return session().scalars(visible(Viewer.system(), FidelityTerms).order_by(FidelityTerms.starts_on)).all()


def size(homes: Households) -> Standing:
    lines = checklist_of(sees(homes.manager), homes.constellation.id).lines
    return next(line.standing for line in lines if line.item is Item.SIZE)


def test_a_service_asks_for_something_else_from_today_on(homes: Households) -> None:
    assert size(homes) is Standing.NOT_MET
    set_fidelity_terms(sees(homes.manager), SMALLER, 0)
    (row,) = stored_terms()
    assert (row.terms, row.number, row.starts_on, row.ends_on) == (SMALLER, 1, day("2026-11-22"), None)
    assert (acts(row.id), audited(row.id)) == (["set_fidelity_terms"], [("set_fidelity_terms", ";".join(FIELDS))])
    assert size(homes) is Standing.AMBER
    page = checklist_of(sees(homes.moira), homes.constellation.id)
    assert Item.CHILDREN not in [line.item for line in page.lines]


def test_what_was_asked_before_stays_and_the_same_day_is_one_row(
    homes: Households, clock: time_machine.Traveller
) -> None:
    set_fidelity_terms(sees(homes.manager), SMALLER, 0)
    set_fidelity_terms(sees(homes.manager), Terms(smallest=3), 1)
    assert [row.number for row in stored_terms()] == [2]
    clock.shift(dt.timedelta(days=2))
    set_fidelity_terms(sees(homes.manager), Terms(), 2)
    first, second = stored_terms()
    assert (first.ends_on, second.starts_on, second.number) == (day("2026-11-24"), day("2026-11-24"), 3)
    assert [row.number for row in terms_page(sees(homes.manager)).history] == [3, 2]


def test_who_saw_other_terms_is_told_and_nothing_is_stored(homes: Households) -> None:
    set_fidelity_terms(sees(homes.manager), SMALLER, 0)
    with pytest.raises(ChangedMeanwhile, match="2 to 4 satellites"):
        set_fidelity_terms(sees(homes.manager), Terms(), 0)
    with pytest.raises(rules.SizesTheWrongWayRound):
        set_fidelity_terms(sees(homes.manager), Terms(smallest=9, largest=7), 1)
    assert [row.number for row in stored_terms()] == [1]


def test_only_managers_set_it_and_only_of_their_service(homes: Households) -> None:
    with pytest.raises(Forbidden):
        set_fidelity_terms(sees(homes.liaison), SMALLER, 0)
    with pytest.raises(Forbidden):
        add_fidelity_item(sees(homes.moira), "They know each other", 6)
    with pytest.raises(NotFound):
        set_fidelity_terms(Viewer.system(), SMALLER, 0)
    with pytest.raises(NotFound):
        add_fidelity_item(Viewer.system(), "They know each other", 6)
    with pytest.raises(NotFound):
        terms_page(Viewer.system())
    assert not stored_terms()


def own(homes: Households) -> tuple[Standing, str]:
    """How the only own item stands, and the note of its answer."""
    (line,) = checklist_of(sees(homes.moira), homes.constellation.id).own
    return line.standing, line.answer.note if line.answer else ""


def test_an_own_item_waits_for_an_answer_and_the_latest_day_counts(homes: Households) -> None:
    item = add_fidelity_item(sees(homes.manager), "They know each other", 6)
    assert own(homes) == (Standing.NOT_MET, "")
    answer_fidelity_item(sees(homes.liaison), homes.constellation.id, item.id, YES, 0)
    assert own(homes) == (Standing.MET, "All three have met")
    earlier = Answered(day("2026-11-01"), False, "Not yet")
    answer_fidelity_item(sees(homes.liaison), homes.constellation.id, item.id, earlier, 1)
    assert own(homes) == (Standing.MET, "All three have met")
    before = asked(sees(homes.manager), homes.constellation.id, item.id).answers
    assert [(one.note, one.who) for one in before] == [("All three have met", "Dee Marsh"), ("Not yet", "Dee Marsh")]
    (latest, _) = session().scalars(
        visible(Viewer.system(), FidelityAnswer).order_by(FidelityAnswer.answered_on.desc())
    )
    assert acts(latest.id) == ["answered_fidelity_item"]
    assert audited(latest.id) == [("answered_fidelity_item", "item_id;answered_on;is_met;note")]
    assert audited(item.id) == [("added_fidelity_item", "words;months;starts_on")]


def test_an_answer_is_refused_for_tomorrow_to_what_others_answered_and_from_outside(homes: Households) -> None:
    item, of = add_fidelity_item(sees(homes.manager), "They know each other", 6), homes.constellation.id
    liaison = sees(homes.liaison)
    for answer, seen, error in (
        (Answered(day("2026-11-23"), True), 0, rules.AnswerToCome),
        (Answered(day("1999-12-31"), True), 0, DayOutOfReach),
        (YES, 1, rules.AnsweredMeanwhile),
    ):
        with pytest.raises(error):
            answer_fidelity_item(liaison, of, item.id, answer, seen)
    with pytest.raises(Forbidden):
        answer_fidelity_item(sees(homes.moira), of, item.id, YES, 0)
    elsewhere = factories.create_service()
    stranger = factories.create_person(Role.MANAGER, elsewhere)
    with pytest.raises(NotFound):
        answer_fidelity_item(sees(stranger), of, item.id, YES, 0)
    theirs = add_fidelity_item(sees(stranger), "Something else", 6)
    with pytest.raises(NotFound):
        asked(Viewer.system(), of, theirs.id)
    assert own(homes) == (Standing.NOT_MET, "")


def test_an_item_that_is_ended_is_asked_until_the_evening_of_its_first_day(
    homes: Households, clock: time_machine.Traveller
) -> None:
    item = add_fidelity_item(sees(homes.manager), "They know each other", 6)
    assert end_fidelity_item(sees(homes.manager), item.id) == day("2026-11-23")
    assert own(homes) == (Standing.NOT_MET, "")
    with pytest.raises(rules.AskedNoMore):
        end_fidelity_item(sees(homes.manager), item.id)
    with pytest.raises(rules.AskedNoMore):
        answer_fidelity_item(sees(homes.liaison), homes.constellation.id, item.id, YES, 0)
    assert audited(item.id)[-1] == ("ended_fidelity_item", "ends_on")
    clock.shift(dt.timedelta(days=1))
    assert checklist_of(sees(homes.moira), homes.constellation.id).own == ()
    add_fidelity_item(sees(homes.manager), "They know each other", 3)
    assert own(homes) == (Standing.NOT_MET, "")


def test_an_item_of_yesterday_ends_today(homes: Households, clock: time_machine.Traveller) -> None:
    item = add_fidelity_item(sees(homes.manager), "They know each other", 6)
    with pytest.raises(rules.AskedAlready):
        add_fidelity_item(sees(homes.manager), "they know each other", 6)
    clock.shift(dt.timedelta(days=1))
    assert end_fidelity_item(sees(homes.manager), item.id) == day("2026-11-23")
    assert checklist_of(sees(homes.moira), homes.constellation.id).own == ()
