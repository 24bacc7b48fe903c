"""Answers that are sent whole only to who does not have them yet (RFC 9110, sections 8.8 and 13)."""

import datetime as dt
import gzip
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, request

PACKED = "-gz"
"""What the tag of a packed answer ends with: a strong tag stands for the very bytes (RFC 9110, section 8.8.3.3)."""

PACKING = 6
"""How hard bytes are packed; they are packed once and kept."""


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of an answer this is, and since when it is the one."""

    tag: str
    since: dt.datetime


def packed(plain: bytes) -> bytes:
    """The same bytes packed; packed again they are the same."""
    return gzip.compress(plain, PACKING, mtime=0)


def answer_where_changed(version: Version, whole: Callable[[bool], bytes], kind: str) -> Response:
    """Answer 304 to who has this version, else with all of it, packed or not as `whole` is told where it is sent.

    What is sent may be kept by who asked alone, and is asked for anew each time.
    """
    is_packed = request.accept_encodings.quality("gzip") > 0
    tag = f"{version.tag}{PACKED}" if is_packed else version.tag
    if _is_known(version):
        answer = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = Response(whole(is_packed), content_type=kind)
        if is_packed:
            answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(tag)
    answer.last_modified = version.since
    answer.vary.add("Accept-Encoding")
    answer.cache_control.private = answer.cache_control.no_cache = True
    return answer


def _is_known(version: Version) -> bool:
    """Whether who asks has it; a tag counts before a date (RFC 9110, section 13.2.2)."""
    if "If-None-Match" in request.headers:
        known = request.if_none_match
        return known.contains_weak(version.tag) or known.contains_weak(f"{version.tag}{PACKED}")
    since = request.if_modified_since
    return since is not None and version.since.replace(microsecond=0) <= since
