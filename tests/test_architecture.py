"""How the house is built: the rules of `docs/architecture.md` that a machine can check of the Python code."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.source import PACKAGES, Function, Source, called, files_of_tests, sources

LONGEST_FUNCTION = 40
# Whoever stands further right may import from those to the left, never the other way.
FLOORS = ("constellations.core", *PACKAGES, "app")
ROLES = {"__init__", "models", "rules", "queries", "actions", "views", "sockets", "jobs"}
# What a feature has besides, where it needs it: forms it reads, commands, sheets of the register, entries of the
# calendar feed, panels of the home page and of a constellation's, files that are taken out; what others hand over to it
# (declaration), what its tables say of people (personal_data), for how long what of it is kept, and what a package
# brings.
FURTHER_ROLES = {"cli", "forms", "sheets", "feeds", "panels", "extracts", "brings"}
FURTHER_ROLES |= {"declaration", "personal_data", "kept"}
# Files with a name of their own that are not pure; each says in its first line what is found there.
NAMES_OF_THEIR_OWN = {
    "app",
    "constellations.access",
    "constellations.assembly",
    "constellations.cli",
    "constellations.guard",
    "constellations.jobs.scheduler",
    "constellations.live",
    "constellations.navigation",
    "constellations.parts",
    "constellations.schema",
}
# The ground, the import engine and the migrations have their own order.
OWN_ORDER = ("constellations.core", "constellations.register", "constellations.migrations", "sleepovers.register")
PURE_NAMES = {"rules", "uplift", "months"}
IMPURE = {"flask", "sqlalchemy", "werkzeug", "flask_socketio", "flask_login", "flask_wtf", "redis", "alembic"}
MAY_WRITE = re.compile(r"(^|/)(actions|cli)\.py$|^constellations/(core|migrations|register)/")


def floor(module: str) -> int:
    """On which floor a module stands; -1 for what is not ours."""
    fitting = [n for n, name in enumerate(FLOORS) if module == name or module.startswith(f"{name}.")]
    return fitting[0] if fitting else -1


def reached(source: Source) -> set[str]:
    """Every module that importing a file brings in, through files of ours too."""
    ours = {each.module: each for each in sources()}
    seen: set[str] = set()
    ahead = set(source.imported)
    while ahead:
        module = ahead.pop()
        seen.add(module)
        if module in ours:
            ahead |= ours[module].imported - seen
    return seen


def impure(source: Source) -> set[str]:
    """What a file reaches of the web and the database."""
    return {module for module in reached(source) if module.split(".")[0] in IMPURE}


def calls(of: Iterable[Source], *names: str) -> list[str]:
    """Where these files call a function of one of these names."""
    return [s.where(n) for s in of for n in s.nodes if isinstance(n, ast.Call) and called(n) in names]


def public_functions(source: Source) -> Iterator[Function]:
    """Functions and methods that others may call: no underscore, neither inside a function nor in a private class."""
    classes = (node for node in source.nodes if isinstance(node, ast.ClassDef))
    bodies = [source.tree.body, *(node.body for node in classes if not node.name.startswith("_"))]
    for node in (node for body in bodies for node in body):
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def arguments(function: Function) -> list[ast.arg]:
    """All arguments of a function that carry a hint: all but `self` and `cls`."""
    args = function.args
    given = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]
    return [arg for arg in given if arg.arg not in ("self", "cls")]


def test_a_function_fits_on_a_screen() -> None:
    lengths = {
        source.where(f): (f.end_lineno or f.lineno) - f.lineno + 1 for source in sources() for f in source.functions
    }
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_imports_point_one_way() -> None:
    above = {
        source.path: module
        for source in sources()
        for module in source.imported
        if floor(module) > floor(source.module)
    }
    assert above == {}


def test_every_file_stands_on_a_floor() -> None:
    assert [source.path for source in sources() if floor(source.module) < 0] == []


def test_imports_stand_at_the_top() -> None:
    inside = [
        source.where(node)
        for source in sources()
        for function in source.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def pure() -> list[Source]:
    """The files of rules."""
    return [source for source in sources() if source.name in PURE_NAMES]


def test_rules_reach_neither_the_web_nor_the_database() -> None:
    reaching = {source.path: impure(source) for source in pure()}
    assert {path: reached for path, reached in reaching.items() if reached} == {}


def test_rules_are_told_the_day_and_do_not_ask() -> None:
    assert calls(pure(), "today", "now") == []


def test_files_of_features_have_the_names_of_their_roles() -> None:
    odd = [
        source.path
        for source in sources()
        if source.name not in ROLES | FURTHER_ROLES
        and source.module not in NAMES_OF_THEIR_OWN
        and not source.module.startswith(OWN_ORDER)
        and impure(source)
    ]
    assert odd == [], "either a role (models, queries, …), or a pure file named after its subject"


def test_no_name_of_its_own_is_listed_that_is_not_there() -> None:
    assert NAMES_OF_THEIR_OWN - {source.module for source in sources()} == set()


def test_views_leave_errors_to_the_one_place_that_answers_them() -> None:
    views = [source for source in sources() if source.name == "views"]
    tries = [source.where(n) for source in views for n in source.nodes if isinstance(n, ast.Try | ast.TryStar)]
    assert tries == []


def test_only_actions_write() -> None:
    assert calls([source for source in sources() if not MAY_WRITE.search(source.path)], "transaction") == []


def test_public_functions_say_what_they_do_and_of_what() -> None:
    for source in sources():
        for function in public_functions(source):
            hints = [arg.annotation for arg in arguments(function)] + [function.returns]
            named = {name.id for hint in hints if hint for name in ast.walk(hint) if isinstance(name, ast.Name)}
            assert ast.get_docstring(function), f"{source.where(function)} has no docstring"
            assert all(hints), f"{source.where(function)} lacks a hint"
            # The ground alone answers libraries whose own hints say Any.
            assert "Any" not in named or source.module.startswith("constellations.core"), (
                f"{source.where(function)} takes or gives Any"
            )


def test_a_check_is_never_switched_off_without_a_reason() -> None:
    off = re.compile(r"# (noqa\b[:A-Z0-9, ]*|type: ignore(\[[\w, -]*\])?|pragma: no \w+)\s*$")
    bare = [
        f"{source.path}:{n}"
        for source in (*sources(), *files_of_tests())
        for n, line in enumerate(source.text.splitlines(), 1)
        if off.search(line)
    ]
    assert bare == []


def asserts(function: Function, of: Source) -> bool:
    """Whether a test can fail: by an assertion that is no constant, or by a function that asserts for it."""
    own = {each.name: each for each in of.functions}
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant):
            return True
        name = called(node)
        if name in ("raises", "expect", "fail") or name.startswith("assert_"):
            return True
        if name in own and own[name] is not function and asserts(own[name], of):
            return True
    return False


def test_every_test_asserts_something() -> None:
    idle = [
        source.where(f)
        for source in files_of_tests()
        for f in source.functions
        if source.name.startswith("test_") and f.name.startswith("test_") and not asserts(f, source)
    ]
    assert idle == []


def test_there_are_tests_to_look_at() -> None:
    assert len(sources()) > 10
    assert any(source.name == "views" for source in sources())
    assert any(source.name == "rules" for source in sources())
