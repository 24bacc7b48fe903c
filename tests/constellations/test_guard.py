"""The guard: who is on a device, and what happens where nobody is."""

import pytest
from flask import Flask

from constellations.core.errors import SignedOut
from constellations.guard import AccessUndeclared, check_every_route, current_device, current_viewer, let_in, public


def test_where_nobody_is_signed_in_there_is_neither_viewer_nor_device(app: Flask) -> None:
    with app.test_request_context("/"):
        with pytest.raises(SignedOut):
            current_viewer()
        with pytest.raises(SignedOut):
            current_device()


def test_a_token_that_opens_nothing_lets_nobody_in(app: Flask) -> None:
    with app.test_request_context("/"):
        with pytest.raises(SignedOut):
            let_in("a token that nobody was given")
        with pytest.raises(SignedOut):
            current_viewer()


def test_roost_does_not_start_with_a_route_that_says_nothing() -> None:
    silent = Flask("silent", static_folder=None)
    silent.add_url_rule("/open", "open", public(lambda: "come in"))
    check_every_route(silent)
    silent.add_url_rule("/quiet", "quiet", lambda: "who are you?")
    with pytest.raises(AccessUndeclared, match="quiet"):
        check_every_route(silent)
