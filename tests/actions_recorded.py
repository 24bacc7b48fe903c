"""Which actions the code writes into the activity log, found in its syntax: a new one cannot be missed."""

import ast
import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from tests.source import Function, Source, called, sources

WRITERS = {
    "record": (1, "action"),
    "record_of_day": (1, "action"),
    "records_of_day": (0, "action"),
    "record_opposite": (2, "opposite"),
}
"""The functions that write, and where they take the action: those who pass theirs on are found and added."""

Place = tuple[int, str]
NOT_SAID = "?"


@dataclass(frozen=True)
class Passed:
    """An action that a call is given: where it stands in the code, and what is written there."""

    source: Source
    within: Function
    written: ast.expr


@functools.cache
def actions_recorded() -> frozenset[str]:
    """Every action by its name; one that cannot be told from the code is given as its place and `?`."""
    writers: dict[tuple[str, str], Place] = {}
    while True:
        found = dict(_passing_on(writers))
        if found.keys() <= writers.keys():
            return frozenset(name for passed in _calls(writers) for name in _names(passed, writers))
        writers |= found


def _calls(writers: Mapping[tuple[str, str], Place]) -> Iterator[Passed]:
    for source in sources():
        if source.module == "constellations.activity.actions":
            continue
        for within in source.functions:
            for node in ast.walk(within):
                place = _place(source, node, writers)
                if place is not None and isinstance(node, ast.Call):
                    written = _given(node, place)
                    if written is not None:
                        yield Passed(source, within, written)


def _place(source: Source, node: ast.AST, writers: Mapping[tuple[str, str], Place]) -> Place | None:
    """Where a call takes an action, if it writes one."""
    name = called(node)
    if name in WRITERS:
        return WRITERS[name]
    where = [module for module, writer in writers if writer == name]
    return next((writers[m, name] for m in where if m == source.module or f"{m}.{name}" in source.imported), None)


def _given(call: ast.Call, place: Place) -> ast.expr | None:
    number, name = place
    by_name = [one.value for one in call.keywords if one.arg == name]
    return by_name[0] if by_name else call.args[number] if len(call.args) > number else None


def _passing_on(writers: Mapping[tuple[str, str], Place]) -> Iterator[tuple[tuple[str, str], Place]]:
    """The functions that pass on, as the action, what they are given themselves."""
    for passed in _calls(writers):
        parameter = _parameter(passed)
        if parameter is not None:
            yield (passed.source.module, passed.within.name), parameter


def _parameter(passed: Passed) -> Place | None:
    """The parameter that is passed on, as it is or by its value."""
    match passed.written:
        case ast.Name(name) | ast.Attribute(value=ast.Name(name), attr="value"):
            names = [arg.arg for arg in passed.within.args.args]
            return (names.index(name), name) if name in names else None
        case _:
            return None


def _names(passed: Passed, writers: Mapping[tuple[str, str], Place]) -> Iterable[str]:
    if (passed.source.module, passed.within.name) in writers and _parameter(passed):
        return []
    return _said(passed, passed.written)


def _said(passed: Passed, written: ast.expr) -> Iterable[str]:
    """The names that an expression can come to: each branch, each value of a table, what a local name was given."""
    match written:
        case ast.IfExp(body=one, orelse=other):
            return [*_said(passed, one), *_said(passed, other)]
        case ast.Subscript(value=table):
            return [_word(each) for each in _evaluated(passed, table).values()]  # type: ignore[attr-defined]  # a table
        case ast.Attribute(value=ast.Name(name), attr="value") | ast.Name(name) if given := _assigned(passed, name):
            return [word for one in given for word in _said(passed, one)]
        case _:
            return [_word(_evaluated(passed, written))]


def _assigned(passed: Passed, name: str) -> list[ast.expr]:
    return [
        node.value
        for node in ast.walk(passed.within)
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets)
    ]


def _evaluated(passed: Passed, written: ast.expr) -> object:
    known = vars(importlib.import_module(passed.source.module))
    try:
        return eval(ast.unparse(written), dict(known))  # noqa: S307  # an expression of our own code
    except NameError:
        return f"{passed.source.where(written)} {NOT_SAID}"


def _word(said: object) -> str:
    return str(said.value) if isinstance(said, Enum) else str(said)
