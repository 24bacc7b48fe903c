"""How PostgreSQL's own programs are spoken to: by a connection without its password, and with few words of ours."""

import os
import re
import subprocess

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from constellations.core.errors import RuleBroken

KEPT = re.compile(r"^(PATH|HOME|LD_LIBRARY_PATH|TMPDIR|PG\w+)$")
"""What such a program is told of the environment: no key of Roost is among it."""

LONGEST = 200


class ProgramMissing(RuleBroken):
    """A program is not there, or too old; the words say which and what to install."""


def connection_words(url: URL) -> tuple[str, dict[str, str]]:
    """How a program is told where the database is, and what it is told past its words, which others can read."""
    told = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
    password = told.pop("password", None)
    secrets = {"PGPASSWORD": str(password)} if password else {}
    return make_conninfo("", **told), secrets


def program_environment(secrets: dict[str, str]) -> dict[str, str]:
    """The environment of such a program."""
    return {**{name: value for name, value in os.environ.items() if KEPT.match(name)}, "LC_ALL": "C", **secrets}


def major_of_program(path: str) -> int:
    """Of which version a program is; 0 where it does not say."""
    said = subprocess.run(  # noqa: S603  # no shell: a program found by its name
        [path, "--version"], env=program_environment({}), capture_output=True, text=True, check=False
    )
    found = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


def what_went_wrong(said: str) -> str:
    """The first error that a program told of, cut short; what it quotes of rows stands in lines after it."""
    errors = [line for line in said.splitlines() if "error:" in line]
    return (errors or said.splitlines() or ["nothing"])[0][:LONGEST]
