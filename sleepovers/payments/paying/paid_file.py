"""Reading the file in which the council's own system says what was paid and what came back."""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from constellations.core.errors import RuleBroken

COLUMNS = ("reference", "paid_on", "outcome", "reason")
"""The reference as it was exported; the day; `paid` or `bounced` (blank: paid); and why it came back. Other columns
are left alone, so that a file may come back as it was sent with two columns more."""

LARGEST_FILE = 2_000_000
MOST_LINES = 10_000
"""More than a payment system says at once."""

SHOWN_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line: paid on a day, or with none come back, and why."""

    reference: str
    paid_on: dt.date | None
    reason: str = ""


class BadPaidFile(RuleBroken):
    """A file that cannot be taken; nothing of it was stored."""

    about = "file"

    def __init__(self, problems: list[str]) -> None:
        shown, more = problems[:SHOWN_PROBLEMS], len(problems) - SHOWN_PROBLEMS
        if more > 0:
            shown.append(ngettext("and %(num)s more problem", "and %(num)s more problems", more))
        super().__init__(gettext("Nothing was stored. %(problems)s.", problems="; ".join(shown)))


def outcomes_read(content: bytes) -> list[Outcome]:
    """Read a CSV file with the columns reference and paid_on; raises BadPaidFile with every line that is wrong."""
    text = _text(content)
    found: list[Outcome] = []
    problems: list[str] = []
    for line, row in _rows(text):
        read = _outcome(row)
        if isinstance(read, Outcome):
            found.append(read)
        elif read:
            problems.append(gettext("line %(line)s: %(what)s", line=line, what=read))
    twice = [reference for reference, times in Counter(each.reference for each in found).items() if times > 1]
    problems += [gettext("%(reference)s stands there twice", reference=reference) for reference in sorted(twice)]
    if not found and not problems:
        problems.append(gettext("There is no line in it"))
    if problems:
        raise BadPaidFile(problems)
    return found


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    """The lines below the headings, each with its number; raises BadPaidFile where the text is no sheet of these."""
    sheet = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=False)
    try:
        headings = [(name or "").strip().lower().replace(" ", "_") for name in sheet.fieldnames or ()]
        if not {"reference", "paid_on"} <= set(headings):
            raise BadPaidFile([gettext("The first line must name the columns reference and paid_on")])
        sheet.fieldnames = headings
        for number, row in enumerate(sheet, start=1):
            if number > MOST_LINES:
                raise BadPaidFile([gettext("The file has more than %(most)s lines", most=f"{MOST_LINES:,}")])
            yield sheet.line_num, row
    except csv.Error as unreadable:
        raise BadPaidFile([gettext("line %(line)s cannot be read as CSV", line=sheet.line_num + 1)]) from unreadable


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise BadPaidFile([gettext("The file is larger than 2 MB")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as unreadable:
        raise BadPaidFile([gettext("The file is no CSV file in UTF-8")]) from unreadable
    if "\x00" in text:
        raise BadPaidFile([gettext("The file is no CSV file in UTF-8")])
    return text


def _outcome(row: Mapping[str, str | None]) -> Outcome | str:
    """What a line says, or what is wrong with it; nothing for one that is empty."""
    cells = {name: (row.get(name) or "").strip().lstrip("'") for name in COLUMNS}
    if not any(cells.values()):
        return ""
    if not cells["reference"]:
        return str(gettext("the reference is missing"))
    if cells["outcome"].lower() not in ("", "paid", "bounced"):
        return str(gettext("the outcome is paid or bounced"))
    if cells["outcome"].lower() == "bounced":
        return Outcome(cells["reference"], None, cells["reason"])
    try:
        return Outcome(cells["reference"], dt.date.fromisoformat(cells["paid_on"]))
    except ValueError:
        return str(gettext("the day is written as 2026-11-27"))
