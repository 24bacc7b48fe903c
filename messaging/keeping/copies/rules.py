"""What a copy is called, and what is in it; plain values."""

import datetime as dt
import re

JSON_NAME, PAGE_NAME = "words.json", "words.html"
"""What is in every copy: the same for programs and for people."""

LONGEST_NAME = 60

OF_PHOTO = ".jpg"


def copy_name(title: str, day: dt.date) -> str:
    """What a copy is called on the computer of who takes it: `everyone-harbour-2026-11-22.zip`."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LONGEST_NAME].strip("-")
    return f"{plain or 'conversation'}-{day}.zip"


def file_name(seq: int, number: int, name: str | None) -> str:
    """Where a photo or a document lies in a copy: by the number of its message; `name` is none of a photo."""
    ending = OF_PHOTO if name is None else "." + name.rpartition(".")[2]
    return f"files/{seq}-{number}{ending}"
