"""How the `roost` command begins: which words and which database make it a process of greenlets."""

import pytest

from constellations.start import serves_beside_a_server

GROWN = "postgresql://roost@127.0.0.1/roost"


@pytest.mark.parametrize(
    ("words", "url", "is_one"),
    [
        (["serve", "--port", "8000"], GROWN, True),
        (["serve"], "postgres://roost@127.0.0.1/roost", True),
        (["serve"], "postgresql+psycopg://roost@127.0.0.1/roost", True),
        (["serve"], "sqlite:////var/lib/roost/roost.db", False),
        (["serve"], "", False),
        (["jobs"], GROWN, False),
        (["invite", "serve"], GROWN, False),
        ([], GROWN, False),
    ],
)
def test_only_a_server_beside_postgresql_waits_in_greenlets(words: list[str], url: str, is_one: bool) -> None:
    assert serves_beside_a_server(words, {"DATABASE_URL": url}) is is_one
    assert not serves_beside_a_server(words, {})
