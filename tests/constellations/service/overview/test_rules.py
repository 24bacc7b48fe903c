"""What a link of the audit trail tells of settings, and what it is called where it changed none."""

import pytest
from flask import Flask

from constellations.service.overview.rules import Told, act_words, told_of


@pytest.mark.parametrize(
    ("fields", "read"), [("", ()), ("photos_allowed", ("photos_allowed",)), ("name;nation", ("name", "nation"))]
)
def test_a_link_is_read_with_its_fields(fields: str, read: tuple[str, ...]) -> None:
    assert told_of("set_service", "service", fields) == Told("set_service", "service", read)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("loaded_events", "Events of a calendar file"),
        ("tried_mail_again", "Mail that was laid aside, tried again"),
        ("test_account", "A test of GOV.UK Notify"),
        ("imported_register", "The service"),
    ],
)
def test_what_changed_no_setting_is_called_what_it_is(app: Flask, action: str, words: str) -> None:
    with app.test_request_context():
        assert act_words(told_of(action, "service", "")) == words
