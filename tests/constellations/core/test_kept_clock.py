"""What the kernel says of its clock, in its few words."""

import ctypes
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from constellations.core.kept_clock import TIME_ERROR, is_clock_kept


@pytest.mark.parametrize(("said", "is_kept"), [(0, True), (1, True), (TIME_ERROR, False), (-1, None)])
def test_a_kernel_says_whether_its_clock_is_kept(
    monkeypatch: pytest.MonkeyPatch, said: int, is_kept: bool | None
) -> None:
    asked: list[bytes] = []

    def adjtimex(room: "ctypes.Array[ctypes.c_char]") -> int:
        asked.append(room.raw)
        return said

    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(adjtimex=adjtimex))
    assert is_clock_kept() is is_kept
    assert not any(asked[0]), "to ask sets nothing"


def without_a_word(_: object) -> object:
    return SimpleNamespace()


def not_there(_: object) -> object:
    raise OSError


@pytest.mark.parametrize("library", [without_a_word, not_there])
def test_where_nobody_can_be_asked_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, library: Callable[[object], object]
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", library)
    assert is_clock_kept() is None


def test_this_machine_is_asked_without_harm() -> None:
    assert is_clock_kept() in {True, False, None}
