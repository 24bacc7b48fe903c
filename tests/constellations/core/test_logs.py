"""What a log holds: a line for machines, and nothing that a thief could use."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from constellations.core.logs import LEFT_OUT, init_logs

TOKEN = "k3JxV0q9wZ-8sQyB2mN7fLr5TtUaHdEc"


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Logs for machines; afterwards as they were for the other tests."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    init_logs(for_machines=True)
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def last_line(captured: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The last line, read."""
    line: dict[str, object] = json.loads(captured.readouterr().err.splitlines()[-1])
    return line


def test_a_line_says_when_what_and_to_which_request_it_belongs(capsys: pytest.CaptureFixture[str]) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc123"):
        structlog.get_logger("roost").info("answered", status=200)
    line = last_line(capsys)
    assert line["at"] == "2026-11-22T09:00:00.000+00:00"
    assert (line["event"], line["status"], line["level"], line["request_id"]) == ("answered", 200, "info", "abc123")


def test_lines_of_libraries_look_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("gunicorn.error").warning("Worker %s is slow", 7)
    line = last_line(capsys)
    assert (line["event"], line["logger"], line["level"]) == ("Worker 7 is slow", "gunicorn.error", "warning")


@pytest.mark.parametrize(
    "name", ["password", "new_password", "csrf_token", "Cookie", "authorization", "SECRET_KEY", "body", "query_string"]
)
def test_what_is_secret_by_name_is_left_out(capsys: pytest.CaptureFixture[str], name: str) -> None:
    structlog.get_logger().info("tried", **{name: "rook"}, more={name: "rook"})
    assert "rook" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "secret"),
    [
        (f"GET /invitation/{TOKEN} 200", TOKEN),
        ("GET /nights?child=JB&x=1 200", "JB"),
        ("could not reach redis://roost:hunter2@127.0.0.1:6379/0", "hunter2"),
        ("no mailbox jo.bloggs@example.org", "bloggs"),
        ("cookie eyJfZnJlc2giOnRydWV9abc.Zx1a2b.Qm9vc3RpbmcgdGhlIG1vb24x", "Qm9vc3"),
    ],
)
def test_what_looks_like_a_secret_is_left_out_of_any_text(
    capsys: pytest.CaptureFixture[str], words: str, secret: str
) -> None:
    logging.getLogger("some.library").error(words)
    written = capsys.readouterr().err
    assert secret not in written
    assert LEFT_OUT in written


def test_ids_and_plain_words_stay(capsys: pytest.CaptureFixture[str]) -> None:
    words = "service 0199f2a4-7c31-7d20-8a43-5b1f6f0e2c11 has 16 nights"
    structlog.get_logger().info(words)
    assert last_line(capsys)["event"] == words


def test_an_error_is_told_by_kind_and_place_and_never_by_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            raise KeyError("Josephine")
        except KeyError as cause:
            raise ValueError("Bloggs") from cause
    except ValueError as failure:
        structlog.get_logger().error("fault", exc_info=failure)
        logging.getLogger("a.library").exception("fault")
    ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    for line in (ours, theirs):
        assert [each["kind"] for each in line["fault"]] == ["ValueError", "KeyError"]
        assert "test_logs.py:" in line["fault"][0]["at"][0]
        assert "Josephine" not in str(line)
        assert "Bloggs" not in str(line)


def test_a_line_break_makes_no_second_line(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("tried\nlevel=critical")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_while_one_develops_lines_are_read_by_people(capsys: pytest.CaptureFixture[str]) -> None:
    init_logs(for_machines=False)
    structlog.get_logger().warning("the owl is late", nights=3)
    written = capsys.readouterr().err
    assert "the owl is late" in written
    assert "nights=3" in written
    assert written.count("\n") == 1
