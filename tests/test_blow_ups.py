"""Nothing that is typed keeps Roost busy: every pattern, and all that reads a day, a time or money, is soon done."""

import ast
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constellations.accounts.rules import account_name, browser_words, network_of, network_of_line, path_within
from constellations.core.calendar_file import entries_of
from constellations.core.clock import Month
from constellations.core.errors import RoostError
from constellations.core.files.rules import FileKind, clean_name, kind_of
from constellations.core.forms import one_line
from constellations.core.pence import pence_of
from constellations.core.search_words import to_find, to_keep
from tests.source import Source, called, sources

DEADLINE_SECONDS = 1.0
"""Of each, however odd the words; in a good second a machine reads megabytes."""

LONG = 4_000
PIECES = ("a", "0", "9", " ", "\t", "\n", ".", "-", "/", ":", ",", "@", "(", "=", "+", "£", "é", "\\", '"', "A", "_")
ENDS = ("", "!", "\x00", "\n")
OF_RE = ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")


def patterns() -> Iterator[tuple[str, str]]:
    """Every pattern that is written in the source, and where."""
    for source in sources():
        if "re" in source.imported:
            yield from ((source.where(node), words) for node, words in _written(source))


def _written(source: Source) -> Iterator[tuple[ast.Call, str]]:
    for node in source.nodes:
        if isinstance(node, ast.Call) and called(node) in OF_RE and ast.unparse(node.func).startswith("re."):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node, first.value


def attacks(pattern: str) -> Iterator[str]:
    """Words on which a pattern that can go wrong does: one piece, or two in turn, and then what does not fit."""
    own = sorted(set(re.findall(r"[A-Za-z0-9 .,:/@-]", pattern)))[:12]
    pieces = dict.fromkeys((*PIECES, *own))
    for piece in pieces:
        yield from (piece * LONG + end for end in ENDS)
    for one, other in zip(pieces, list(pieces)[1:], strict=False):
        yield (one + other) * (LONG // 2) + "!"


def within(seconds: float, act: Callable[[], object]) -> bool:
    """Whether something is done in that time; what is not is left behind."""
    done = threading.Event()

    def run() -> None:
        with suppress(ValueError, RoostError):
            act()
        done.set()

    threading.Thread(target=run, daemon=True).start()
    return done.wait(seconds)


def seconds_of(tried: re.Pattern[str], words: str) -> float:
    """How long it takes to look for a pattern in these words, and to find whether they are it."""
    start = time.process_time()
    tried.search(words)
    tried.fullmatch(words)
    return time.process_time() - start


@pytest.mark.parametrize(("where", "pattern"), list(patterns()))
def test_no_pattern_blows_up(where: str, pattern: str) -> None:
    tried = re.compile(pattern)
    slow = next((words for words in attacks(pattern) if seconds_of(tried, words) > DEADLINE_SECONDS), "")
    assert not slow, f"{where}: {pattern} takes long of {slow[:20]!r}"


def test_a_pattern_that_blows_up_is_known_by_how_it_grows() -> None:
    planted = re.compile(r"(\d+,?)+;")
    short, long = (seconds_of(planted, "9" * figures) for figures in (12, 20))
    assert long > 10 * short


READERS: dict[str, Callable[[str], object]] = {
    "a month": Month.parse,
    "money": pence_of,
    "a mail address": account_name,
    "a network": network_of,
    "a network of lines": network_of_line,
    "a browser": browser_words,
    "where to go": path_within,
    "a line": one_line,
    "words to keep": to_keep,
    "words to find": to_find,
    "the name of a file": lambda words: clean_name(words, FileKind.PDF),
    "a file": lambda words: kind_of(words.encode("utf-8", "surrogatepass"), "x.txt"),
    "a calendar": lambda words: list(entries_of(words.encode("utf-8", "surrogatepass"))),
}
"""What reads words that anybody may have typed."""


@pytest.mark.parametrize("reader", list(READERS))
def test_whatever_is_typed_is_soon_read(reader: str) -> None:
    read = READERS[reader]

    @settings(max_examples=40, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(piece=st.text(min_size=1, max_size=6), more=st.text(max_size=6))
    def attack(piece: str, more: str) -> None:
        assert within(DEADLINE_SECONDS, lambda: read(piece * (10_000 // len(piece)) + more))

    attack()
