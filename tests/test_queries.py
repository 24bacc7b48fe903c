"""The counter of statements counts what a page sends, and only while it is asked to."""

from sqlalchemy import create_engine, text

from tests.queries import count_queries


def test_statements_are_counted_without_those_that_only_frame_a_transaction() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection, count_queries(engine) as sent:
        connection.execute(text("SELECT 1"))
        connection.execute(text("PRAGMA foreign_keys"))
        connection.execute(text("SELECT 2"))
    with engine.begin() as connection:
        connection.execute(text("SELECT 3"))
    engine.dispose()
    assert sent == ["SELECT 1", "SELECT 2"]
