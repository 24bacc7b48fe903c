"""What is kept ready, and what goes where there is no room."""

from constellations.feeds.kept import Kept


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept(most=10)
    kept.put("a", b"1234")
    kept.put("b", b"1234")
    assert kept.get("a") == b"1234"
    kept.put("c", b"1234")
    assert [kept.get(tag) for tag in "abc"] == [b"1234", None, b"1234"]


def test_what_is_put_twice_counts_once_and_what_is_too_large_is_not_kept() -> None:
    kept = Kept(most=10)
    kept.put("a", b"123456")
    kept.put("a", b"123456")
    kept.put("b", b"1234")
    assert [kept.get(tag) for tag in "ab"] == [b"123456", b"1234"]
    kept.put("c", b"x" * 11)
    assert [kept.get(tag) for tag in "abc"] == [None, None, None]
