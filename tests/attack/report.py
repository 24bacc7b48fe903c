"""The table of an attack: `python -m tests.attack.report SECONDS` prints it, with how long it all took."""

import json
import sys

from tests.attack.tools import FOUND

COLUMNS = ("tool", "on", "tried", "found", "explained", "seconds")


def table(rows: list[dict[str, object]]) -> str:
    """The rows under their headings, in columns that are as wide as they need to be."""
    cells = [COLUMNS, *(tuple(str(row[name]) for name in COLUMNS) for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(COLUMNS))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)


if __name__ == "__main__":
    rows = json.loads(FOUND.read_text()) if FOUND.is_file() else []
    minutes, seconds = divmod(int(sys.argv[1]), 60)
    sys.stdout.write(f"{table(rows)}\n\nAll of it took {minutes} minutes {seconds} seconds.\n")
