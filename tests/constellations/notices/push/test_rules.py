"""Who may be pushed to: a browser at a push service that we know, with a key that something can be sealed for."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from constellations.core.push_seal import encoded
from constellations.notices.push.rules import NoPushService, must_be_subscription

POINT = (
    ec.derive_private_key(7, ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
)
KEY, SECRET = encoded(POINT), encoded(b"s" * 16)
HERE = "https://updates.push.services.mozilla.com/wpush/v2/abc"


def test_a_browser_at_a_known_push_service_is_taken() -> None:
    assert must_be_subscription(HERE, KEY, SECRET, None) is None  # type: ignore[func-returns-value]  # it does not raise


@pytest.mark.parametrize(
    ("endpoint", "key", "secret"),
    [
        ("http://updates.push.services.mozilla.com/wpush/v2/abc", KEY, SECRET),
        ("https://push.services.mozilla.com.example.org/abc", KEY, SECRET),
        ("https://127.0.0.1/abc", KEY, SECRET),
        ("", KEY, SECRET),
        (HERE, "", SECRET),
        (HERE, encoded(b"\x04" + b"k" * 64), SECRET),
        (HERE, KEY, encoded(b"short")),
    ],
)
def test_anything_else_is_refused(endpoint: str, key: str, secret: str) -> None:
    with pytest.raises(NoPushService):
        must_be_subscription(endpoint, key, secret, None)
