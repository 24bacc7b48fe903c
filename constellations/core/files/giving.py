"""Giving a file out: as an attachment, in a sandbox, never to be cached."""

import io
from dataclasses import dataclass

from flask import Response, send_file

INERT = "default-src 'none'; sandbox"
"""What a file may do in a browser that shows it all the same: nothing."""


@dataclass(frozen=True, slots=True)
class FileFound:
    """A file as it may be sent: what is in it, what it is, and what it is called on the reader's computer."""

    content: bytes
    media_type: str
    name: str


def given_out(found: FileFound) -> Response:
    """The answer that carries a file."""
    answer = send_file(io.BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.name)
    answer.headers["Content-Security-Policy"] = INERT
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
