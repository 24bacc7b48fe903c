"""The servers that the tests stand on are real ones."""

import psycopg
import pytest
import redis

from tests.servers import drop_postgres, fresh_postgres, running_redis


def test_a_database_made_from_a_template_holds_its_rows_and_leaves_it_alone() -> None:
    template = fresh_postgres()
    with psycopg.connect(template) as connection:
        connection.execute("CREATE TABLE home (name text)")
        connection.execute("INSERT INTO home VALUES ('Finch')")
    copy = fresh_postgres(template)
    with psycopg.connect(copy) as connection:
        connection.execute("INSERT INTO home VALUES ('Wren')")
        in_copy = connection.execute("SELECT name FROM home ORDER BY name").fetchall()
    with psycopg.connect(template) as connection:
        in_template = connection.execute("SELECT name FROM home").fetchall()
    assert (in_copy, in_template) == ([("Finch",), ("Wren",)], [("Finch",)])
    drop_postgres(copy)
    drop_postgres(template)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(copy)


def test_a_redis_answers_is_silent_while_frozen_and_comes_back() -> None:
    with running_redis() as server, redis.Redis.from_url(server.url, socket_timeout=0.2, retry=None) as client:
        assert client.ping()
        server.freeze()
        with pytest.raises(redis.TimeoutError):
            client.ping()
        server.thaw()
        assert client.ping()
        server.kill()
        with pytest.raises(redis.ConnectionError):
            client.ping()
        server.start()
        assert client.ping()
