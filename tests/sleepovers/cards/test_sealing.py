"""Stay cards in the database, and nowhere else: sealed, under keys that change, and refused where a key is missing."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Text, select, type_coerce
from structlog.testing import capture_logs

from constellations.access import covering
from constellations.core.database import Base, database, session
from constellations.core.sealed import Sealed
from constellations.core.seals import mark, new_field_key
from constellations.core.settings import EXTENSION, current_settings
from sleepovers.cards import rules
from sleepovers.cards.actions import called_mark, confirm_card, read_card, read_card_of_child
from sleepovers.cards.handover.actions import pack, read_handover, tick, write_note
from sleepovers.cards.handover.rules import Way
from sleepovers.cards.models import StayCard
from sleepovers.cards.rules import CardWords
from sleepovers.models import Stay
from tests.client import client_of
from tests.sleepovers.cards.cards import JAZ, SECRETS, SYSTEM, fill_in, outcome, versions, views
from tests.sleepovers.households import Households, make_households, sees

IN_TIME = "2026-11-27T18:00Z"


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites, with a card for JB."""
    found = make_households()
    fill_in(found)
    return found


@pytest.fixture
def stay(homes: Households, clock: time_machine.Traveller) -> Stay:
    """JB is with Moira, with a note and a bag."""
    stay = homes.stay("2026-11-27T17:00", "2026-11-29T10:30")
    clock.move_to(IN_TIME)
    write_note(sees(homes.anita), stay.id, "Is tired.")
    pack(sees(homes.anita), stay.id, "Rabbit")
    return stay


class Keys:
    """The keys with which this Roost runs."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.monkeypatch = app, monkeypatch
        self.old = current_settings().field_keys

    def are(self, *keys: str) -> None:
        """Let it run with these from now on."""
        changed = current_settings().model_copy(update={"field_keys": keys})
        self.monkeypatch.setitem(self.app.extensions, EXTENSION, changed)


@pytest.fixture
def keys(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """The keys, to be changed."""
    return Keys(app, monkeypatch)


def everything_stored() -> str:
    """Every cell of every table, as it lies in the database."""
    session().rollback()
    found = []
    with database().engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            columns = [
                type_coerce(column, Text) if isinstance(column.type, Sealed) else column for column in table.columns
            ]
            rows = connection.execute(select(*columns))
            found += [str(value) for row in rows for value in row]
    return "\n".join(found)


def stored_mark() -> str | None:
    """What stands for the name that JB is called by."""
    session().rollback()
    return session().scalars(covering(SYSTEM, select(StayCard.called_mark))).one()


def test_the_database_holds_no_word_of_a_card_a_note_or_a_bag(homes: Households, stay: Stay) -> None:
    stored = everything_stored()
    assert "Anita Patel" in stored, "what is not sealed is found"
    assert [word for word in SECRETS if word in stored] == []


def test_no_line_of_the_log_holds_any_of_it(app: Flask, homes: Households, stay: Stay) -> None:
    with capture_logs() as lines:
        client = client_of(app, homes.moira)
        for path in ("card", "handover"):
            assert "Jaz" in client.get(f"/stays/{stay.id}/card").text
            assert client.get(f"/stays/{stay.id}/{path}").status_code == 200
    assert len(lines) >= 4
    assert [word for word in (*SECRETS, "JB") if word in str(lines)] == []


def test_what_an_older_key_sealed_is_read_and_what_is_written_is_sealed_by_the_newest(
    homes: Households, stay: Stay, keys: Keys
) -> None:
    new = new_field_key()
    keys.are(new, *keys.old)
    assert read_card(sees(homes.moira), stay.id).card is not None
    page = read_handover(sees(homes.moira), stay.id)
    assert [note.words for note in page.notes] == ["Is tired."]
    assert [thing.words for thing in page.things] == ["Rabbit"]
    fill_in(homes, CardWords(called="Jay"), version=1)
    keys.are(new)
    card = read_card(sees(homes.moira), stay.id).card
    assert card is not None
    assert card.words.called == "Jay"


class TestAMissingKey:
    """A clear refusal; nothing is overwritten, and what can be opened still is."""

    def test_neither_is_the_card_shown_nor_is_anybody_said_to_have_read_it(
        self, homes: Households, stay: Stay, keys: Keys
    ) -> None:
        before = views(homes.jb)
        keys.are(new_field_key())
        assert outcome(lambda: read_card(sees(homes.moira), stay.id)) == "CardLocked"
        assert outcome(lambda: read_card_of_child(sees(homes.anita), homes.jb.id)) == "CardLocked"
        assert views(homes.jb) == before

    def test_nothing_is_written_over_it_and_with_the_key_it_is_there_again(
        self, homes: Households, stay: Stay, keys: Keys
    ) -> None:
        keys.are(new_field_key())
        for version in (0, 1):
            with pytest.raises(rules.CardLocked):
                fill_in(homes, CardWords(called="Jay"), version=version)
        keys.are(*keys.old)
        assert versions(homes.jb) == [(1, "Jaz")]
        card = read_card(sees(homes.moira), stay.id).card
        assert card is not None
        assert card.words == JAZ

    def test_the_page_says_so_in_plain_words(self, app: Flask, homes: Households, stay: Stay, keys: Keys) -> None:
        keys.are(new_field_key())
        for person, path in (
            (homes.moira, f"/stays/{stay.id}/card"),
            (homes.anita, f"/children/{homes.jb.id}/stay-card"),
            (homes.anita, f"/children/{homes.jb.id}/stay-card/edit"),
        ):
            answer = client_of(app, person).get(path)
            assert answer.status_code == 422
            assert "the key that locks it is missing. Nothing on it was changed or lost." in answer.text
        assert client_of(app, homes.anita).get("/").status_code == 200
        assert client_of(app, homes.moira).get(f"/stays/{stay.id}").status_code == 200

    def test_a_hand_over_still_shows_what_can_be_opened(
        self, app: Flask, homes: Households, stay: Stay, keys: Keys
    ) -> None:
        keys.are(new_field_key())
        write_note(sees(homes.moira), stay.id, "Slept well.")
        page = read_handover(sees(homes.anita), stay.id)
        assert {note.words for note in page.notes} == {None, "Slept well."}
        assert [thing.words for thing in page.things] == [None]
        assert "Roost cannot open this" in client_of(app, homes.anita).get(f"/stays/{stay.id}/handover").text
        rabbit = page.things[0].thing_id
        tick(sees(homes.anita), stay.id, Way.THERE, (), {rabbit})
        keys.are(*keys.old)
        thing = read_handover(sees(homes.anita), stay.id).things[0]
        assert (thing.words, thing.there is not None) == ("Rabbit", True)

    def test_a_card_can_be_confirmed_for_a_stay_by_who_knows_what_is_on_it(
        self, homes: Households, stay: Stay, keys: Keys
    ) -> None:
        keys.are(new_field_key())
        assert outcome(lambda: confirm_card(sees(homes.anita), stay.id)) == "in"


def test_what_a_child_is_called_is_kept_as_a_hash_that_the_key_alone_makes(homes: Households, keys: Keys) -> None:
    kept = stored_mark()
    assert kept == called_mark("JAZ ") == called_mark("jaz")
    assert kept == mark("jaz", keys.old[0])
    assert kept not in {mark("jaz", new_field_key()), called_mark("Jasper"), called_mark("")}
    assert called_mark(" – ") is None
    assert called_mark("Little  Tï") == mark("little ti", keys.old[0])
    fill_in(homes, CardWords(routine="Tea."), version=1)
    session().rollback()
    assert (
        session().scalars(select(StayCard.called_mark).execution_options(seen=frozenset({"stay_card"}))).one() is None
    )
