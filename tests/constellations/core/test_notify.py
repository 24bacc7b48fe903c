"""Handing things to GOV.UK Notify, against one that checks tokens and answers as it is told."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine

from constellations.core.mail import NoServer, NotTaken
from constellations.core.notify import (
    Account,
    Message,
    NeverTaken,
    Refusal,
    Way,
    hand_in,
    is_notify_key,
    is_notify_url,
    is_template,
    was_taken,
)
from tests.notify_service import (
    ACCOUNT,
    KEY,
    MAIL_TEMPLATE,
    OTHER_KEY,
    TEAM,
    TEXT_TEMPLATE,
    TRIAL,
    Notify,
    running_notify,
)
from tests.servers import free_port

MAIL = Message(Way.MAIL, "carer@example.org", MAIL_TEMPLATE, {"subject": "New", "body": "Something is new."}, "a1")
TEXT = Message(Way.TEXT, "+447700900123", TEXT_TEMPLATE, {"body": "Something is new."}, "b2")


@pytest.fixture
def notify() -> Iterator[Notify]:
    """A Notify on this machine."""
    with running_notify() as service:
        yield service


@pytest.fixture
def account(notify: Notify) -> Account:
    """An account there."""
    return Account(notify.url, KEY)


def test_a_mail_and_a_text_message_are_taken_with_the_words_for_their_places(notify: Notify, account: Account) -> None:
    assert hand_in(account, MAIL) == hand_in(account, TEXT) == "Something is new."
    mail, text = notify.taken
    assert (mail["email_address"], mail["template_id"]) == ("carer@example.org", MAIL_TEMPLATE)
    assert (mail["personalisation"], mail["reference"]) == ({"subject": "New", "body": "Something is new."}, "a1")
    assert (text["phone_number"], text["personalisation"]) == ("+447700900123", {"body": "Something is new."})
    assert notify.asked == ["POST /v2/notifications/email", "POST /v2/notifications/sms"]


def test_notify_tells_what_it_took_by_its_name(notify: Notify, account: Account) -> None:
    hand_in(account, MAIL)
    assert was_taken(account, "a1")
    assert not was_taken(account, "b2")


@pytest.mark.parametrize(
    ("status", "said", "refusal"),
    [
        (400, TRIAL, Refusal.TRIAL),
        (400, TEAM, Refusal.TEAM_KEY),
        (400, "Template not found", Refusal.TEMPLATE),
        (400, "Missing personalisation: first_name", Refusal.TEMPLATE),
        (400, "phone_number Not a UK mobile number", Refusal.RECIPIENT),
        (400, "email_address Not a valid email address", Refusal.RECIPIENT),
        (400, "Something quite new", Refusal.REFUSED),
        (403, "Invalid token: API key not found", Refusal.BAD_KEY),
    ],
)
def test_what_notify_will_never_take_is_known_with_its_reason(
    notify: Notify, account: Account, status: int, said: str, refusal: Refusal
) -> None:
    notify.error = (status, said)
    with pytest.raises(NeverTaken) as refused:
        hand_in(account, MAIL)
    assert refused.value.kind == refusal


@pytest.mark.parametrize(
    ("status", "refusal"), [(429, Refusal.TOO_MANY), (500, Refusal.AWAY), (503, Refusal.AWAY), (404, Refusal.AWAY)]
)
def test_what_notify_may_take_later_is_no_refusal(
    notify: Notify, account: Account, status: int, refusal: Refusal
) -> None:
    notify.error = (status, "Exceeded rate limit")
    for ask in (lambda: hand_in(account, MAIL), lambda: was_taken(account, "a1")):
        with pytest.raises(NoServer) as away:
            ask()
        assert away.value.kind == refusal


def test_a_key_that_notify_does_not_know_is_refused_for_good(notify: Notify) -> None:
    for key in (OTHER_KEY, KEY.replace(ACCOUNT, MAIL_TEMPLATE), "no key at all"):
        with pytest.raises(NeverTaken, match="bad key"):
            hand_in(Account(notify.url, key), TEXT)
    assert notify.taken == []


def test_a_clock_that_is_wrong_is_found_out_by_the_answers_own_and_may_be_put_right(
    notify: Notify, account: Account, clock: time_machine.Traveller
) -> None:
    notify.error, notify.date = (403, "Error: Your system clock must be accurate"), "Sun, 22 Nov 2026 09:01:00 GMT"
    with pytest.raises(NoServer, match="clock"):
        hand_in(account, TEXT)
    for date in ("Sun, 22 Nov 2026 09:00:05 GMT", "Sun, 22 Nov 2026 09:01:00 -0000", "some day"):
        notify.date = date
        with pytest.raises(NeverTaken, match="bad key"):
            hand_in(account, TEXT)
    clock.shift(60)
    notify.error = None
    assert hand_in(account, TEXT)


@pytest.mark.parametrize("body", [b"<html>Forbidden", b"[]", b'{"errors": "no"}', b""])
def test_a_proxy_that_says_no_in_notifys_place_is_not_notify(notify: Notify, account: Account, body: bytes) -> None:
    notify.error, notify.body = (403, ""), body
    with pytest.raises(NoServer, match="away"):
        hand_in(account, TEXT)


@pytest.mark.parametrize("body", [b"{", b'{"content": "x"}', b'{"content": {}}'])
def test_an_odd_answer_of_who_took_it_is_taken(notify: Notify, account: Account, body: bytes) -> None:
    notify.body = body
    assert hand_in(account, TEXT) == ""
    with pytest.raises(NoServer):
        was_taken(account, "b2")


def test_a_line_that_breaks_leaves_open_whether_it_was_taken(notify: Notify, account: Account) -> None:
    notify.takes_and_says_nothing = True
    with pytest.raises(NoServer, match="away"):
        hand_in(account, TEXT)
    assert was_taken(account, "b2")


def test_where_nobody_listens_nothing_is_taken() -> None:
    with pytest.raises(NoServer):
        hand_in(Account(f"http://127.0.0.1:{free_port()}", KEY), MAIL)
    with pytest.raises(NotTaken):
        hand_in(Account(f"https://127.0.0.1:{free_port()}/notify/", KEY), replace(MAIL, to="é@example.org"))


@pytest.mark.parametrize(
    ("key", "is_one"),
    [
        (KEY, True),
        (KEY.upper(), True),
        (f"my-own-key-{ACCOUNT}-{ACCOUNT}", True),
        (f"{ACCOUNT}-{ACCOUNT}", False),
        (f"roost_live-{ACCOUNT}", False),
        (f"a key-{ACCOUNT}-{ACCOUNT}", False),
        (f"{KEY}\n", False),
        ("", False),
    ],
)
def test_a_key_is_a_name_and_two_long_numbers(key: str, is_one: bool) -> None:
    assert is_notify_key(key) is is_one


@pytest.mark.parametrize(("text", "is_one"), [(MAIL_TEMPLATE, True), (MAIL_TEMPLATE[:-1], False), (KEY, False)])
def test_the_id_of_a_template_is_one_long_number(text: str, is_one: bool) -> None:
    assert is_template(text) is is_one


@pytest.mark.parametrize(
    ("url", "sealed", "open_too"),
    [
        ("https://notify.example", True, True),
        ("http://127.0.0.1:8001", False, True),
        ("ftp://notify.example", False, False),
        ("https://", False, False),
        ("https://notify.example:port", False, False),
    ],
)
def test_notify_is_asked_by_https_where_it_matters(url: str, sealed: bool, open_too: bool) -> None:
    assert is_notify_url(url, must_be_sealed=True) is sealed
    assert is_notify_url(url, must_be_sealed=False) is open_too
