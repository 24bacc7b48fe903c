"""The code of Roost as syntax trees, for the tests that look at how it is built."""

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("constellations", "messaging", "sleepovers")
# Alembic writes these, one for each change of the tables; they are never edited afterwards.
WRITTEN_BY_ALEMBIC = "constellations/migrations/versions/"
INSTALLED_OR_BUILT = {"node_modules", "built", "output", "__pycache__"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return self.path

    @property
    def module(self) -> str:
        """Its name in an import."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def name(self) -> str:
        """The file's own name, without folder and ending."""
        return Path(self.path).stem

    @functools.cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything that is written in it."""
        return tuple(ast.walk(self.tree))

    @functools.cached_property
    def functions(self) -> tuple[Function, ...]:
        """Every function and method of the file, also those within others."""
        return tuple(node for node in self.nodes if isinstance(node, Function))

    @functools.cached_property
    def imported(self) -> set[str]:
        """Every module that the file imports; of `from a import b` both `a` and `a.b`, for `b` may be a module."""
        names: set[str] = set()
        for node in self.nodes:
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        return names

    def where(self, node: ast.stmt | ast.expr) -> str:
        """The place of a node, as an editor can open it."""
        return f"{self.path}:{node.lineno}"


@functools.cache
def sources() -> tuple[Source, ...]:
    """All Python files of the application itself."""
    found = [ROOT / "app.py", *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))]
    return tuple(source for path in sorted(found) if not (source := read(path)).path.startswith(WRITTEN_BY_ALEMBIC))


@functools.cache
def files_of_tests() -> tuple[Source, ...]:
    """All Python files of the tests."""
    return tuple(read(path) for path in written("tests") if path.suffix == ".py")


def read(path: Path) -> Source:
    """Read and parse one file."""
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


def written(*folders: str) -> list[Path]:
    """Every file below these folders of the root that somebody wrote, and no tool."""
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")))
    return [path for path in paths if path.is_file() and not INSTALLED_OR_BUILT & set(path.parts)]


def called(node: ast.AST) -> str:
    """The last name of what a call calls: `transaction` for `database.transaction()`; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    match node.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
