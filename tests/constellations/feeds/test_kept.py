"""What is kept ready, and what goes where there is no room; a feed that goes on from what it was."""

import pytest

from constellations.feeds.kept import Joined, Kept, Texts
from constellations.feeds.rules import EntryKind

STAY, TASK = EntryKind.STAY, EntryKind.TASK


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept[bytes](most=10)
    kept.put("a", b"1234")
    kept.put("b", b"1234")
    assert kept.get("a") == b"1234"
    kept.put("c", b"1234")
    assert [kept.get(tag) for tag in "abc"] == [b"1234", None, b"1234"]


def test_what_is_put_twice_counts_once_and_what_is_too_large_is_not_kept() -> None:
    kept = Kept[bytes](most=10)
    kept.put("a", b"123456")
    kept.put("a", b"654321")
    kept.put("b", b"1234")
    assert [kept.get(tag) for tag in "ab"] == [b"654321", b"1234"]
    kept.put("c", b"x" * 11)
    assert [kept.get(tag) for tag in "abc"] == [None, None, None]


@pytest.mark.parametrize(
    ("subjects", "texts", "expected"),
    [
        ([], {}, [b"B", b"C", b"D"]),
        ([1], {(STAY, 1): b"E", (TASK, 1): b"C"}, [b"C", b"D", b"E"]),
        ([1], {(STAY, 1): b"B"}, [b"B", b"D"]),
        ([2], {}, [b"B", b"C"]),
        ([3], {(STAY, 3): b"A"}, [b"A", b"B", b"C", b"D"]),
        ([1, 2, 3], {}, []),
        ([2, 3], {(STAY, 2): b"B", (STAY, 3): b"B"}, [b"B", b"B", b"B", b"C"]),
    ],
)
def test_a_feed_goes_on_from_what_it_was(subjects: list[int], texts: Texts, expected: list[bytes]) -> None:
    before = Joined.of("basis", {}, {(STAY, 1): b"B", (TASK, 1): b"C", (STAY, 2): b"D"})
    after = before.changed({}, subjects, texts)
    assert after.ordered == expected == sorted(after.texts.values())
    assert before.ordered == [b"B", b"C", b"D"], "whoever reads it meanwhile is not disturbed"
    assert len(after) == len(expected)
