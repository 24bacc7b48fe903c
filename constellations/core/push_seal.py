"""Web push in envelopes: what only the browser can open (RFC 8291), and who we are to its push service (RFC 8292)."""

import base64
import datetime as dt
import json
import secrets
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
POINT = 65
"""Bytes of a public key, uncompressed."""

SECRET = 16
"""Bytes of the secret that a browser shares with us, and of a salt."""

RECORD = 4096
LAST_RECORD = b"\x02"
GOOD_FOR = dt.timedelta(hours=12)
"""How long a push service may take our word; at most a day (RFC 8292, section 2)."""


def encoded(raw: bytes) -> str:
    """Bytes as base64url without padding, as web push writes them everywhere."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of such a text; raises ValueError where it is none."""
    if not text.isascii():
        raise ValueError("not base64url")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def new_key() -> str:
    """A key of our own, as it is kept in the environment or a file."""
    return encoded(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32, "big"))


def read_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key that such a text holds; raises ValueError where it holds none."""
    return ec.derive_private_key(int.from_bytes(decoded(text), "big"), CURVE)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half of a key, as browsers and push services take it."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_browser_key(p256dh: str, auth: str) -> bool:
    """Whether these are the key and the secret of a browser, to which something can be sealed."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(p256dh))
        return len(decoded(p256dh)) == POINT and len(decoded(auth)) == SECRET
    except ValueError:
        return False


def sealed(
    text: bytes,
    p256dh: str,
    auth: str,
    salt: bytes | None = None,
    once: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """A text that only the browser with this key and secret can open: one record of aes128gcm (RFC 8188, RFC 8291).

    Salt and the key that is used once are made here; only the RFC's own example brings them.
    """
    salt, once = salt or secrets.token_bytes(SECRET), once or ec.generate_private_key(CURVE)
    theirs, ours = decoded(p256dh), public_point(once)
    shared = once.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    secret = _derived(shared, decoded(auth), b"WebPush: info\x00" + theirs + ours, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, text + LAST_RECORD, None)


def proof_of_sender(key: ec.EllipticCurvePrivateKey, endpoint: str, contact: str, now: dt.datetime) -> str:
    """The Authorization header that says to a push service who sends: a signed word that expires (RFC 8292)."""
    to = urlsplit(endpoint)
    claims = {"aud": f"{to.scheme}://{to.netloc}", "exp": int((now + GOOD_FOR).timestamp()), "sub": contact}
    said = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={said}.{signature}, k={encoded(public_point(key))}"


def _part(values: dict[str, object]) -> str:
    return encoded(json.dumps(values, separators=(",", ":")).encode())


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)
