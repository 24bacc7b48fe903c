"""By what name the files lie that somebody has handed over, and for how long; plain values."""

import datetime as dt
import re
import uuid

KEPT = dt.timedelta(hours=1)

OFFERED = dt.timedelta(minutes=55)
"""No longer than this is begun to read them, so that they do not go in the middle of it."""

TOKEN_BYTES = 16
"""Of the random half of the name, which stands there in hexadecimal digits."""

HANDED_OVER = re.compile(rf"(None|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})\.[0-9a-f]{{{2 * TOKEN_BYTES}}}")


def name_of_upload(person_id: uuid.UUID | None, token: str) -> str:
    """The name of the folder of what one person handed over."""
    return f"{person_id}.{token}"


def is_upload(name: str) -> bool:
    """Whether a folder among the uploads is of files that were handed over, and no shelf of files that stay."""
    return HANDED_OVER.fullmatch(name) is not None
