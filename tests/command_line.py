"""Commands typed in the process of a test: what they say, and with which status they end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import text

from constellations import cli, schema
from constellations.cli import MakeCommand
from constellations.core.database import database, session


@dataclass(frozen=True)
class Ran:
    """What the command line said, and with which status it ended."""

    status: object
    said: str
    wrong: str


Roost = Callable[..., Ran]

LOGGED = "[info "
"""With what a line of the log begins that says that all is well."""


@contextmanager
def of_this_version() -> Iterator[None]:
    """The database of a test says which version it is of, as commands ask it."""
    session().rollback()
    command.stamp(schema.configuration(database()), "head")
    yield
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def typing(app: Flask, capsys: pytest.CaptureFixture[str], made: MakeCommand, name: str) -> Roost:
    """Type `roost NAME …`: give it the words that follow."""

    def ran(*words: str) -> Ran:
        """Run it, on what is stored."""
        session().rollback()
        with pytest.raises(SystemExit) as end:
            cli.run(lambda: app, [made], [name, *words])
        captured = capsys.readouterr()
        # What is logged on the way is nothing that the command says.
        wrong = [line for line in captured.err.splitlines(keepends=True) if not line.startswith(LOGGED)]
        return Ran(end.value.code, captured.out, "".join(wrong))

    return ran
