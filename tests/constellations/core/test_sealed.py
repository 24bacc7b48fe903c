"""What is sealed: nobody reads it in the database, and a key that was replaced still opens it."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import Column, MetaData, Table, insert, select, text

from constellations.core.columns import Id
from constellations.core.database import database
from constellations.core.sealed import Sealed
from constellations.core.seals import KeyLost, is_field_key, new_field_key, seal, unseal
from constellations.core.settings import EXTENSION, current_settings

WORDS = "A worry, in a few words: “ä 🦉”."

NOTES = Table("sealed_note", MetaData(), Column("id", Id(), primary_key=True), Column("words", Sealed()))


def test_sealed_words_are_opened_by_the_key_that_sealed_them_also_when_a_newer_one_stands_before_it() -> None:
    old, new = new_field_key(), new_field_key()
    sealed = seal(WORDS, [old])
    assert "worry" not in sealed
    assert seal(WORDS, [old]) != sealed, "the same words twice are not seen to be the same"
    assert unseal(sealed, [new, old]) == WORDS
    assert unseal(seal(WORDS, [new, old]), [new]) == WORDS, "the first key seals"
    with pytest.raises(KeyLost):
        unseal(sealed, [new])
    with pytest.raises(KeyLost):
        unseal(sealed[:-4] + "AAA=", [old])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param(new_field_key(), True, id="a new one"),
        ("", False),
        ("short", False),
        ("x" * 44, False),
        ("é" * 44, False),
    ],
)
def test_what_is_a_key_of_sealed_words(text: str, is_one: bool) -> None:
    assert is_field_key(text) is is_one


def test_the_database_holds_no_word_of_what_is_sealed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with database().engine.connect() as connection:
        NOTES.create(connection)
        connection.execute(insert(NOTES), [{"id": uuid.uuid4(), "words": WORDS}, {"id": uuid.uuid4(), "words": None}])
        stored = [row[0] for row in connection.execute(text("select words from sealed_note where words is not null"))]
        assert len(stored) == 1
        assert "worry" not in stored[0]
        rotated = current_settings().model_copy(
            update={"field_keys": (new_field_key(), *current_settings().field_keys)}
        )
        monkeypatch.setitem(app.extensions, EXTENSION, rotated)
        read = {row[0] for row in connection.execute(select(NOTES.c.words))}
        connection.rollback()
    assert read == {WORDS, None}
