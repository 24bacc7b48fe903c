"""The daily job takes what sleepovers long over left, and nothing else; the command counts it first."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from alembic import command
from flask import Flask
from sqlalchemy import text

from constellations import cli, schema
from constellations.core.database import database, session
from constellations.jobs.models import JobRun
from constellations.keeping.rules import Cut
from constellations.models import Service
from sleepovers.cards.actions import read_card_of_child
from sleepovers.cards.handover.actions import pack, write_note
from sleepovers.cards.keeping.actions import remove_old_cards, remove_old_handovers
from sleepovers.cards.keeping.cli import stay_cards
from sleepovers.cards.keeping.kept import CARDS, HANDOVERS
from sleepovers.cards.keeping.rules import USUAL_DAYS, Gone
from sleepovers.cards.models import HandoverNote, PackedThing, StayCard
from sleepovers.cards.rules import CardWords
from sleepovers.models import Stay
from tests import factories
from tests.registers import rows
from tests.sleepovers.cards.cards import confirmed, fill_in, outcome, unplaced, versions, views
from tests.sleepovers.households import Households, audited, day, make_households, sees

IN_TIME = "2026-11-27T18:00Z"
GONE_ON = day("2026-12-30")
"""The 31st day after JB went home."""


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites, with two versions of JB's card, and one of AK's."""
    found = make_households()
    fill_in(found)
    fill_in(found, CardWords(called="Jay"), version=1)
    factories.create_stay_card(found.ak, found.okafors)
    return found


@pytest.fixture
def stay(homes: Households, clock: time_machine.Traveller) -> Stay:
    """JB with Moira until 29 November, with a note and a bag; the card is changed meanwhile."""
    stay = homes.stay("2026-11-27T17:00", "2026-11-29T10:30")
    clock.move_to(IN_TIME)
    write_note(sees(homes.anita), stay.id, "Is tired.")
    pack(sees(homes.anita), stay.id, "Rabbit\nBoots")
    fill_in(homes, CardWords(called="Jaz"), version=2)
    return stay


def removed(service: Service, on: dt.date) -> dict[Gone, int]:
    """What the job of a day removed: how much of what."""
    cut = Cut(service.id, on - dt.timedelta(days=USUAL_DAYS), on)
    return dict(remove_old_cards(cut) + remove_old_handovers(cut))


def test_after_thirty_days_the_card_that_holds_is_all_that_is_left(homes: Households, stay: Stay) -> None:
    readers = views(homes.jb)
    assert removed(homes.service, day("2026-12-23")) == {Gone.VERSIONS: 1}, (
        "nothing read the first version since it was replaced"
    )
    assert versions(homes.jb) == [(2, "Jay"), (3, "Jaz")]
    assert removed(homes.service, day("2026-12-29")) == {}
    assert removed(homes.service, GONE_ON) == {Gone.VERSIONS: 1, Gone.NOTES: 1, Gone.THINGS: 2}
    assert versions(homes.jb) == [(3, "Jaz")]
    assert (rows(HandoverNote.id), rows(PackedThing.id)) == ([], [])
    assert confirmed(stay.id) == {3}
    assert versions(homes.ak) == [(1, "")]
    assert views(homes.jb) == readers, "who read it stays written down"
    assert audited(stay.id)[-1] == ("removed_handover", "words")
    assert audited(homes.jb.id)[-1] == ("removed_earlier_stay_cards", "words")
    assert removed(homes.service, GONE_ON) == {}, "twice is once"
    page = read_card_of_child(sees(homes.anita), homes.jb.id)
    assert [number for number, _who, _at in page.written] == [3]


def test_of_a_child_who_lives_with_nobody_all_goes_and_a_new_card_begins_anew(homes: Households, stay: Stay) -> None:
    unplaced(homes.jb)
    assert removed(homes.service, day("2026-12-29")) == {Gone.VERSIONS: 1}
    assert removed(homes.service, GONE_ON)[Gone.CARDS] == 1
    assert versions(homes.jb) == []
    assert audited(homes.jb.id)[-1] == ("removed_stay_card", "words")
    assert rows(StayCard.child_id) == [(homes.ak.id,)]
    fill_in(homes, CardWords(called="JJ"), by=homes.manager)
    assert versions(homes.jb) == [(1, "JJ")]


def test_what_was_left_of_a_sleepover_that_was_called_off_goes_too_and_of_others_services_nothing(
    homes: Households, stay: Stay
) -> None:
    other = factories.create_service()
    assert removed(other, GONE_ON) == {}
    assert len(rows(HandoverNote.id)) == 1


@pytest.fixture
def current(app: Flask) -> Iterator[None]:
    """A database that says which version it is of."""
    session().rollback()
    command.stamp(schema.configuration(database()), "head")
    yield
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_the_command_counts_first_and_then_removes_with_a_row_in_the_ledger(
    app: Flask,
    homes: Households,
    stay: Stay,
    current: None,
    clock: time_machine.Traveller,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def purge(*words: str) -> tuple[object, str]:
        session().rollback()
        with pytest.raises(SystemExit) as end:
            cli.run(lambda: app, [stay_cards], ["stay-cards", "purge", *words])
        return end.value.code, capsys.readouterr().out

    clock.move_to("2026-12-30T12:00Z")
    lines = (
        f"{homes.service.key}  {kind:10}  30 days               {{}} would go\n" for kind in ("stay_cards", "handovers")
    )
    counted = "".join(lines)
    assert purge("--dry-run") == (0, counted.format(2, 3))
    assert len(versions(homes.jb)) == 3
    words = f"Removed for good: {CARDS.words}: 2; {HANDOVERS.words}: 3."
    assert purge() == (0, f"done: {words}\n")
    assert purge() == (0, "nothing due: nothing was too old\n")
    assert purge("--dry-run")[1] == counted.format(0, 0)
    assert sorted(rows(JobRun.words)) == [("",), (words,)]
    assert outcome(lambda: read_card_of_child(sees(homes.anita), homes.jb.id)) == "in"
