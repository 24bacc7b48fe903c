"""A new key is put in front, everything is sealed anew, and the old key may go; a missing key changes nothing."""

from collections.abc import Iterator

import pytest
import time_machine
from alembic import command
from flask import Flask
from sqlalchemy import Text, select, text, type_coerce

from constellations import cli, schema
from constellations.core.database import Base, database, session
from constellations.core.seals import mark, new_field_key
from constellations.core.settings import EXTENSION, current_settings
from constellations.sealing.actions import renew_seals
from constellations.sealing.cli import seals_with
from constellations.sealing.queries import sealed_columns, sealings
from constellations.sealing.rules import Sealings, SealsLost
from sleepovers.cards.actions import read_card
from sleepovers.cards.handover.actions import pack, read_handover, write_note
from sleepovers.cards.models import StayCard
from sleepovers.cards.names.actions import renew_called_marks
from sleepovers.cards.rules import CardWords
from sleepovers.models import Stay
from tests.registers import rows
from tests.sleepovers.cards.cards import JAZ, SYSTEM, fill_in, versions
from tests.sleepovers.households import Households, make_households, sees

NEW = new_field_key()
CARDS = "stay_card_version.words"


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites, with two versions of JB's card."""
    found = make_households()
    fill_in(found, CardWords(routine="Tea."))
    fill_in(found, version=1)
    return found


@pytest.fixture
def stay(homes: Households, clock: time_machine.Traveller) -> Stay:
    """JB is with Moira, with a note and a bag."""
    stay = homes.stay("2026-11-27T17:00", "2026-11-29T10:30")
    clock.move_to("2026-11-27T18:00Z")
    write_note(sees(homes.anita), stay.id, "Is tired.")
    pack(sees(homes.anita), stay.id, "Rabbit\nBoots")
    return stay


@pytest.fixture
def old(app: Flask, homes: Households, stay: Stay, monkeypatch: pytest.MonkeyPatch) -> str:
    """The key that sealed all of it; a new one stands before it now."""
    old = current_settings().field_keys[0]
    keys_are(app, monkeypatch, NEW, old)
    return old


def keys_are(app: Flask, monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    """Let Roost run with these keys from now on."""
    monkeypatch.setitem(app.extensions, EXTENSION, current_settings().model_copy(update={"field_keys": keys}))


def stored() -> dict[str, list[str]]:
    """Every sealed text, as it lies in the database."""
    session().rollback()
    with database().engine.connect() as connection:
        return {
            name: sorted(
                connection.execute(select(type_coerce(column, Text)).order_by(*column.table.primary_key)).scalars()
            )
            for name, column in sealed_columns().items()
        }


def test_every_sealed_column_of_all_features_is_found(app: Flask) -> None:
    found = set(sealed_columns())
    assert {CARDS, "handover_note.words", "packed_thing.words", "concern.words", "notify_account.api_key"} <= found
    assert all(name.split(".")[0] in Base.metadata.tables for name in found)


def test_after_it_the_new_key_opens_everything_alone_and_the_nudge_knows_the_name(
    app: Flask, homes: Households, stay: Stay, old: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sealings(SYSTEM)[CARDS] == Sealings(older=2)
    monkeypatch.setattr("constellations.sealing.queries.AT_ONCE", 1)
    assert renew_seals(SYSTEM, [renew_called_marks]) == 2 + 1 + 2 + 1
    assert rows(StayCard.called_mark) == [(mark("jaz", NEW),)]
    keys_are(app, monkeypatch, NEW)
    assert sealings(SYSTEM)[CARDS] == Sealings(newest=2)
    assert versions(homes.jb) == [(1, ""), (2, "Jaz")]
    card = read_card(sees(homes.moira), stay.id).card
    assert card is not None
    assert card.words == JAZ
    page = read_handover(sees(homes.moira), stay.id)
    assert [note.words for note in page.notes] == ["Is tired."]
    assert {thing.words for thing in page.things} == {"Rabbit", "Boots"}
    before = stored()
    assert renew_seals(SYSTEM, [renew_called_marks]) == 0, "twice is once"
    assert stored() == before


def test_a_missing_key_is_a_clear_refusal_and_not_one_text_is_changed(
    app: Flask, homes: Households, old: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(homes, CardWords(called="Jay"), version=2)
    keys_are(app, monkeypatch, new_field_key(), NEW)
    before = stored()
    with pytest.raises(SealsLost, match=r"packed_thing.words \(2\)"):
        renew_seals(SYSTEM, [renew_called_marks])
    assert stored() == before
    assert sealings(SYSTEM)[CARDS] == Sealings(older=1, lost=2)


@pytest.fixture
def current(app: Flask) -> Iterator[None]:
    """A database that says which version it is of."""
    session().rollback()
    command.stamp(schema.configuration(database()), "head")
    yield
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_the_command_counts_renews_and_refuses(
    app: Flask,
    homes: Households,
    old: str,
    current: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def renew(*words: str) -> tuple[object, str]:
        session().rollback()
        with pytest.raises(SystemExit) as end:
            cli.run(lambda: app, [seals_with(renew_called_marks)], ["seals", "renew", *words])
        said = capsys.readouterr()
        return end.value.code, said.out + said.err

    assert f"{CARDS}: newest key 0, older keys 2, no key opens 0\n" in renew("--dry-run")[1]
    code, said = renew()
    assert (code, said.splitlines()[0]) == (0, "6 were sealed anew.")
    assert f"{CARDS}: newest key 2, older keys 0, no key opens 0\n" in renew("--dry-run")[1]
    keys_are(app, monkeypatch, new_field_key())
    code, said = renew()
    assert code == 2
    assert "Nothing was changed." in said
