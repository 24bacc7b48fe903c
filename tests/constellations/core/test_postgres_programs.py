"""How PostgreSQL's own programs are spoken to: no password among their words, no key of Roost in their environment."""

import os
from pathlib import Path

import pytest
from sqlalchemy import make_url

from constellations.core.postgres_programs import (
    connection_words,
    major_of_program,
    program_environment,
    what_went_wrong,
)


@pytest.mark.parametrize(
    ("url", "words", "secrets"),
    [
        ("postgresql+psycopg://roost@/roost", {"user=roost", "dbname=roost"}, {}),
        (
            "postgresql+psycopg://roost:s3cr%20t@db:5433/roost",
            {"user=roost", "dbname=roost", "host=db", "port=5433"},
            {"PGPASSWORD": "s3cr t"},
        ),
        ("postgresql+psycopg://roost@/r?host=/run/postgresql", {"user=roost", "dbname=r", "host=/run/postgresql"}, {}),
    ],
)
def test_a_program_is_told_where_the_database_is_and_its_password_past_its_words(
    url: str, words: set[str], secrets: dict[str, str]
) -> None:
    said, hidden = connection_words(make_url(url))
    assert (set(said.split()), hidden) == (words, secrets)


def test_a_program_is_told_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a key")
    monkeypatch.setenv("ROOST_FIELD_KEYS", "a key")
    monkeypatch.setenv("PGSSLMODE", "require")
    told = program_environment({"PGPASSWORD": "s3cret"})
    assert "a key" not in told.values()
    assert (told["PGSSLMODE"], told["PGPASSWORD"], told["PATH"]) == ("require", "s3cret", os.environ["PATH"])


def test_of_what_a_program_says_the_first_error_is_told_and_no_row() -> None:
    said = "pg_restore: connecting\npg_restore: error: could not execute query\nDETAIL:  Key (email)=(a@b.org)"
    assert what_went_wrong(said) == "pg_restore: error: could not execute query"
    assert what_went_wrong("gone") == "gone"
    assert what_went_wrong("") == "nothing"
    assert len(what_went_wrong("error: " + "x" * 1000)) == 200


@pytest.mark.parametrize(("says", "major"), [("pg_dump (PostgreSQL) 18.4 (Debian)", 18), ("something else", 0)])
def test_a_program_says_its_version(tmp_path: Path, says: str, major: int) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o700)
    assert major_of_program(str(program)) == major
