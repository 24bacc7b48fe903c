"""Two stay cards become one: what was written last holds, and nothing that a host needs goes that night."""

import datetime as dt
import uuid
from collections.abc import Sequence

import pytest
import time_machine
from sqlalchemy import update

from constellations.access import Viewer, covering, visible
from constellations.children.models import Child
from constellations.core.database import session, transaction
from constellations.keeping.rules import Cut
from constellations.models import Person
from sleepovers.cards.actions import confirm_card, read_card_of_child, read_earlier_card, write_card
from sleepovers.cards.keeping.actions import remove_old_cards
from sleepovers.cards.keeping.rules import USUAL_DAYS, Gone
from sleepovers.cards.models import CardVersion, StayCard
from sleepovers.cards.rules import CardWords
from sleepovers.merging.actions import merge_children
from tests import factories
from tests.registers import rows
from tests.sleepovers.cards.cards import confirmed, unplaced, versions, views
from tests.sleepovers.households import Households, sees

EVERYTHING = Viewer.system()


@pytest.fixture
def double(homes: Households) -> Child:
    """JB once more, as the file of another year called it."""
    return factories.create_child(homes.service, homes.patel, "JB", key="OLD-1")


def write(clock: time_machine.Traveller, child: Child, by: Person, at: Sequence[str]) -> None:
    """Let somebody write a card anew on each of some days; the child is called by the day."""
    for number, day in enumerate(at):
        clock.move_to(f"{day}T12:00Z")
        write_card(sees(by), child.id, number, CardWords(called=day))


def merge(homes: Households, kept: Child, double: Child) -> None:
    """The manager merges a double into a child, who live where anybody knows."""
    merge_children(sees(homes.manager), kept.id, double.id, "1-1")


def goes_tonight(homes: Households, today: str) -> dict[Gone, int]:
    """What the nightly job removes."""
    on = dt.date.fromisoformat(today)
    return dict(remove_old_cards(Cut(homes.service.id, on - dt.timedelta(days=USUAL_DAYS), on)))


@pytest.mark.parametrize("is_fresher", [True, False])
def test_what_was_written_last_holds_and_outlives_the_night(
    homes: Households, double: Child, clock: time_machine.Traveller, is_fresher: bool
) -> None:
    fresh, old = (homes.jb, double) if is_fresher else (double, homes.jb)
    write(clock, old, homes.anita, ["2026-06-01", "2026-06-20"])
    write(clock, fresh, homes.anita, ["2026-06-10", "2026-11-20"])
    merge(homes, homes.jb, double)
    assert versions(homes.jb) == [(1, "2026-06-01"), (2, "2026-06-10"), (3, "2026-06-20"), (4, "2026-11-20")]
    assert rows(StayCard.child_id, StayCard.number) == [(homes.jb.id, 4)]
    assert goes_tonight(homes, "2026-11-22") == {Gone.VERSIONS: 2}
    assert versions(homes.jb) == [(3, "2026-06-20"), (4, "2026-11-20")]


def test_the_name_of_the_card_that_holds_is_what_words_are_held_against(
    homes: Households, double: Child, clock: time_machine.Traveller
) -> None:
    write(clock, double, homes.anita, ["2026-11-01"])
    write(clock, homes.jb, homes.anita, ["2026-10-01"])
    marks: dict[uuid.UUID, str | None] = dict(rows(StayCard.child_id, StayCard.called_mark))
    before = marks[double.id]
    assert before
    merge(homes, homes.jb, double)
    assert rows(StayCard.called_mark) == [(before,)]


def test_readings_and_confirmations_name_the_version_that_they_were_of(
    homes: Households, double: Child, clock: time_machine.Traveller
) -> None:
    stay = homes.stay("2026-11-01", "2026-11-02")
    write(clock, homes.jb, homes.anita, ["2026-10-10", "2026-10-20"])
    write(clock, double, homes.anita, ["2026-10-15", "2026-10-30"])
    clock.move_to("2026-10-31T12:00Z")
    confirm_card(sees(homes.anita), stay.id)
    anita = sees(homes.anita)
    read_card_of_child(anita, homes.jb.id)
    read_earlier_card(anita, homes.jb.id, 1)
    read_earlier_card(anita, double.id, 1)
    read_card_of_child(anita, double.id)
    merge(homes, homes.jb, double)
    assert [name for _, name in versions(homes.jb)] == ["2026-10-10", "2026-10-15", "2026-10-20", "2026-10-30"]
    assert confirmed(stay.id) == {3}
    assert sorted(number for _who, _what, number in views(homes.jb)) == [1, 2, 3, 4]
    assert {number for _who, what, number in views(homes.jb) if what == "card"} == {3, 4}


def test_a_reading_of_a_version_that_is_removed_is_that_of_no_other(
    homes: Households, double: Child, clock: time_machine.Traveller
) -> None:
    write(clock, homes.jb, homes.anita, ["2026-01-01"])
    read_card_of_child(sees(homes.anita), homes.jb.id)
    clock.move_to("2026-02-01T12:00Z")
    write_card(sees(homes.anita), homes.jb.id, 1, CardWords(called="2026-02-01"))
    assert goes_tonight(homes, "2026-11-22") == {Gone.VERSIONS: 1}
    write(clock, double, homes.anita, ["2026-01-15", "2026-11-01"])
    merge(homes, homes.jb, double)
    (read,) = [number for _who, _what, number in views(homes.jb)]
    assert read not in dict(versions(homes.jb))
    assert [name for _, name in versions(homes.jb)] == ["2026-01-15", "2026-02-01", "2026-11-01"]


def test_of_two_written_at_once_that_of_the_kept_child_holds(homes: Households, double: Child) -> None:
    factories.create_stay_card(homes.jb, homes.anita)
    factories.create_stay_card(double, homes.moira)
    with transaction() as here:
        (at,) = {at for (at,) in rows(CardVersion.written_at)[:1]}
        here.execute(covering(EVERYTHING, update(CardVersion).values(written_at=at)))
    merge(homes, homes.jb, double)
    assert sorted(rows(CardVersion.number, CardVersion.written_by)) == [(1, homes.moira.id), (2, homes.anita.id)]
    version = session().scalars(visible(EVERYTHING, CardVersion).where(CardVersion.number == 2)).one()
    assert "Tea at five." in version.words, "what is sealed can still be opened"


def test_the_only_stay_card_goes_along(homes: Households, double: Child) -> None:
    factories.create_stay_card(double, homes.moira)
    unplaced(double)
    merge(homes, homes.jb, double)
    holds: list[tuple[uuid.UUID, int]] = [(homes.jb.id, 1)]
    assert rows(CardVersion.child_id, CardVersion.number) == holds
    assert rows(StayCard.child_id, StayCard.number) == holds
