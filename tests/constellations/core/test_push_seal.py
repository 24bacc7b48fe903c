"""Sealing pushes: the example that the standard prints, seals opened from the other side, and keys that are none."""

import datetime as dt

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from constellations.core import clock
from constellations.core.push_seal import (
    decoded,
    encoded,
    is_browser_key,
    new_key,
    proof_of_sender,
    public_point,
    read_key,
    sealed,
)
from tests.push_service import Listener, proven_claims

# RFC 8291, appendix A.
ITS_TEXT = b"When I grow up, I want to be a watermelon"
ITS_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
ITS_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
ITS_SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
ITS_SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
ITS_SALT = "DGv6ra1nlYgDCS1FRnbzlw"
ITS_BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_to_the_letter() -> None:
    made = sealed(ITS_TEXT, ITS_POINT, ITS_SECRET, decoded(ITS_SALT), read_key(ITS_SENDER))
    assert encoded(made) == ITS_BODY
    assert Listener(read_key(ITS_KEY), decoded(ITS_SECRET)).opened_text(made) == ITS_TEXT


@settings(max_examples=30)
@given(text=st.binary(max_size=500), secret=st.binary(min_size=16, max_size=16))
def test_only_the_browser_it_is_for_opens_a_seal(text: bytes, secret: bytes) -> None:
    browser = Listener(secret=secret)
    made = sealed(text, browser.p256dh, browser.auth)
    assert browser.opened_text(made) == text
    with pytest.raises(InvalidTag):
        Listener(secret=secret).opened_text(made)
    assert sealed(text, browser.p256dh, browser.auth) != made


def test_a_push_service_can_prove_who_sends() -> None:
    ours, other = read_key(new_key()), read_key(new_key())
    endpoint = "https://fcm.googleapis.com/fcm/send/abc"
    word = proof_of_sender(ours, endpoint, "mailto:roost@example.org", clock.now())
    claims = proven_claims(word, encoded(public_point(ours)))
    assert (claims["aud"], claims["sub"]) == ("https://fcm.googleapis.com", "mailto:roost@example.org")
    assert 0 < int(str(claims["exp"])) - clock.now().timestamp() <= dt.timedelta(days=1).total_seconds()
    forged = word.replace(encoded(public_point(ours)), encoded(public_point(other)))
    with pytest.raises(InvalidSignature):
        proven_claims(forged, encoded(public_point(other)))


@pytest.mark.parametrize(
    ("p256dh", "auth", "is_one"),
    [
        (ITS_POINT, ITS_SECRET, True),
        (ITS_POINT, ITS_SECRET[:-2], False),
        (ITS_POINT[:-2], ITS_SECRET, False),
        (encoded(b"\x04" + b"\x01" * 64), ITS_SECRET, False),
        ("", "", False),
        ("é" * 87, ITS_SECRET, False),
        ("not base64 %%", ITS_SECRET, False),
        (ITS_POINT, "=" * 24, False),
    ],
)
def test_what_is_no_browsers_key_is_told_from_one(p256dh: str, auth: str, is_one: bool) -> None:
    assert is_browser_key(p256dh, auth) is is_one


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 43, "_" * 43, "9" * 5000])
def test_what_is_no_key_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whoever reads the text says it in their own way
        read_key(text)
