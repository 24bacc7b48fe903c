"""Answers that go whole only to who does not have them: tags before dates, packed and plain apart."""

import datetime as dt
import gzip

import pytest
from flask import Flask

from constellations.core.conditional import Version, answer_where_changed, packed

SINCE = dt.datetime(2026, 11, 22, 9, 0, 0, 400_000, tzinfo=dt.UTC)
VERSION = Version("abc", SINCE)
NINE, EARLIER = "Sun, 22 Nov 2026 09:00:00 GMT", "Sun, 22 Nov 2026 08:59:59 GMT"


@pytest.mark.parametrize(
    ("headers", "status", "tag"),
    [
        ({}, 200, '"abc"'),
        ({"If-None-Match": '"abc"'}, 304, '"abc"'),
        ({"If-None-Match": '"abc-gz"'}, 304, '"abc"'),
        ({"If-None-Match": '"abc"', "Accept-Encoding": "gzip"}, 304, '"abc-gz"'),
        ({"If-None-Match": 'W/"abc", "x"'}, 304, '"abc"'),
        ({"If-None-Match": "*"}, 304, '"abc"'),
        ({"If-None-Match": '"x"', "If-Modified-Since": NINE}, 200, '"abc"'),
        ({"If-Modified-Since": NINE}, 304, '"abc"'),
        ({"If-Modified-Since": EARLIER}, 200, '"abc"'),
        ({"If-Modified-Since": "soon"}, 200, '"abc"'),
        ({"Accept-Encoding": "br"}, 200, '"abc"'),
        ({"Accept-Encoding": "gzip;q=0.5"}, 200, '"abc-gz"'),
        ({"Accept-Encoding": "*"}, 200, '"abc-gz"'),
    ],
)
def test_what_is_known_is_not_sent_again(headers: dict[str, str], status: int, tag: str) -> None:
    made = []

    def whole(is_packed: bool) -> bytes:
        made.append(is_packed)
        return packed(b"all of it") if is_packed else b"all of it"

    with Flask("here").test_request_context(headers=headers):
        answer = answer_where_changed(VERSION, whole, "text/plain; charset=utf-8")
    assert (answer.status_code, answer.headers["ETag"]) == (status, tag)
    assert len(made) == (status == 200), "it is made only where it is sent"
    assert answer.headers["Last-Modified"] == NINE
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert {"private", "no-cache"} == set(answer.headers["Cache-Control"].split(", "))
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    body = gzip.decompress(answer.data) if is_packed else answer.data
    assert body == (b"all of it" if status == 200 else b"")
    assert is_packed == (status == 200 and tag.endswith('-gz"'))


def test_the_same_bytes_are_packed_alike() -> None:
    assert packed(b"x" * 1000) == packed(b"x" * 1000)
