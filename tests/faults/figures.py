"""What faults cost: the table of them with their targets, what each run measured, and both printed side by side.

`python -m tests.faults.figures` prints what `tests/output/faults.json` holds; with `--markdown` as a table of
`docs/reliability.md`, and fails while a row there has no figure that it can have.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import fasteners

OUTPUT = Path(__file__).resolve().parents[1] / "output"
FIGURES = OUTPUT / "faults.json"
DOCUMENT = OUTPUT.parents[1] / "docs" / "reliability.md"
NOT_MEASURED = "not measured in this run"
PATIENCE = 10
"""A fault test waits for so many times its target; what it took is written down, and never asserted."""

Measured = dict[str, float | str]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong: what, and what has to come of it."""

    number: int
    words: str
    target: str


FAULTS = (
    Fault(1, "a web worker is killed during 200 sends", "each message once, none lost; back within 5 s"),
    Fault(2, "a server dies after storing a message, before telling of it", "others see it within 60 s"),
    Fault(3, "a phone has no link for 5 s, 2 min, 1 h while others send 50", "all in order, none twice, count right"),
    Fault(4, "the answer to a message is lost", "one row; the phone shows it as sent"),
    Fault(5, "one message is sent 20 times at once", "one row, 20 equal answers"),
    Fault(6, "Redis is dead for 60 s", "no error; other servers' people read it within 60 s, and hear again after"),
    Fault(7, "Redis stands still for 30 s", "a post takes less than 0.5 s at the 95th of a hundred"),
    Fault(8, "PostgreSQL is started anew, or killed", "503 with a way to try again; works again within 10 s"),
    Fault(9, "PostgreSQL stands still, or has no connection left", "503 within 5 s, never a hang"),
    Fault(10, "the embedded database is held for 10 s by another writer", "reading works; writing says so after 5 s"),
    Fault(11, "the disk is full", "a plain error, nothing broken; works again once there is room"),
    Fault(12, "two processes run the jobs, and the leader is killed", "each flag once; taken over within 30 s"),
    Fault(13, "the jobs are off for 3 days", "all flags made once and dated right; one digest"),
    Fault(14, "the clock is wrong, or changes", "nothing twice, nothing missed, no sign-in opens again"),
    Fault(15, "30 carers are given one bed at once", "1 has it, 29 are told"),
    Fault(16, "a phone reads 1 kB a second", "memory flat, it is cut, nobody else notices"),
    Fault(17, "200 strangers hang on, 350 send letter by letter", "p95 under 1 s, and at most 3 times the quiet p95"),
    Fault(18, "a server is stopped and started anew under 200 lines", "gone within 10 s, all back within 15 s"),
    Fault(19, "all lines are cut at once", "each asks for little; p95 of asking under 2 s"),
    Fault(20, "a backup while people write, restored to an empty machine", "all counts and the audit chain equal"),
    Fault(21, "a migration is killed in the middle", "again it succeeds; old tables are refused in plain words"),
    Fault(22, "mail, texts and pushes are not taken for an hour, then refused", "each goes once; nobody waits"),
    Fault(23, "a corrupt file, a job and a mail that always fail", "set aside after 5 tries and shown; others go on"),
    Fault(24, "a phone sleeps, changes its network, comes back", "asks within 3 s; what was half written stays"),
)
"""In the order of `docs/reliability.md`; each has a test in `tests/faults` or `tests/browser/faults`."""

_KNOWN = {fault.number: fault for fault in FAULTS}


def note(number: int, of: str = "", on: str = "", **measured: float | str) -> None:
    """Print what a test measured of a fault, and keep it: `of` which kind of it, `on` which set-up."""
    OUTPUT.mkdir(exist_ok=True)
    kept = {name: round(value, 3) if isinstance(value, float) else value for name, value in measured.items()}
    row = {"number": number, "of": of, "on": on, "measured": kept}
    with fasteners.InterProcessLock(OUTPUT / ".faults.lock"):
        known = json.loads(FIGURES.read_text()) if FIGURES.is_file() else {}
        known[f"{number:02} {of} {on}".rstrip()] = row
        FIGURES.write_text(json.dumps(known, indent=2, sort_keys=True))
    print(f"\n{_KNOWN[number].words} {of} {on}: {said(kept)} (target: {_KNOWN[number].target})")  # noqa: T201  # measured


def said(measured: Mapping[str, float | str]) -> str:
    """Measured values as words: `service back 1.2 s`; what is counted has no unit."""
    return ", ".join(f"{name.replace('_', ' ')} {_valued(value)}" for name, value in measured.items())


def _valued(value: float | str) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def rows(known: Mapping[str, Mapping[str, object]]) -> list[tuple[str, str, str, str]]:
    """Number, fault, target and what was measured; of a fault of which nothing is known, that."""
    found = []
    for fault in FAULTS:
        of_it = [known[key] for key in sorted(known) if known[key]["number"] == fault.number]
        lines = [_line(row) for row in of_it] or [NOT_MEASURED]
        found += [(str(fault.number), fault.words, fault.target, line) for line in lines]
    return found


def _line(row: Mapping[str, object]) -> str:
    where = ", ".join(str(row[name]) for name in ("of", "on") if row[name])
    measured = row["measured"]
    words = said(measured) if isinstance(measured, dict) else ""
    return f"{where}: {words}" if where else words


def as_text(found: Iterable[tuple[str, str, str, str]]) -> str:
    """The table for a terminal: the fault and its target once, what was measured below."""
    lines, before = [], ""
    for number, fault, target, measured in found:
        if number != before:
            lines.append(f"{number:>2}  {fault}\n    target: {target}")
        lines.append(f"    {measured}")
        before = number
    return "\n".join(lines)


def as_markdown(found: Iterable[tuple[str, str, str, str]]) -> str:
    """The same as a table for a document."""
    head = ["| # | Fault | Target | Measured |", "|---|---|---|---|"]
    together: dict[tuple[str, str, str], list[str]] = {}
    for number, fault, target, measured in found:
        together.setdefault((number, fault, target), []).append(measured)
    return "\n".join([*head, *(f"| {' | '.join(key)} | {'; '.join(lines)} |" for key, lines in together.items())])


def lacking(known: Mapping[str, Mapping[str, object]], written: str) -> list[str]:
    """What a document says nothing of although it can be known: faults that were not measured, and measured values."""
    found = []
    for fault in FAULTS:
        row = next((line for line in written.splitlines() if line.startswith(f"| {fault.number} | ")), "")
        if not row or NOT_MEASURED in row:
            found.append(f"{fault.number}: any figure")
        values = [each["measured"] for each in known.values() if each["number"] == fault.number]
        names = {name.replace("_", " ") for value in values if isinstance(value, dict) for name in value}
        found += [f"{fault.number}: {name}" for name in sorted(names) if f" {name} " not in row]
    return found


def main() -> None:
    """Print what the last runs measured; ends with 1 while the document lacks a figure that it can have."""
    known = json.loads(FIGURES.read_text()) if FIGURES.is_file() else {}
    shown = as_markdown if "--markdown" in sys.argv else as_text
    print(shown(rows(known)))  # noqa: T201  # a table to read
    if missing := lacking(known, DOCUMENT.read_text(encoding="utf-8")):
        sys.exit(f"{DOCUMENT.name} lacks {'; '.join(missing)}. Put the rows of --markdown there.")


if __name__ == "__main__":
    main()
