"""A device that makes and shows passkeys, in software: with real keys of P-256, and as honest as a test wants it.

W3C Web Authentication, level 3, sections 5.8.1, 6.1 and 6.5.
"""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40

Json = dict[str, object]


def raw(text: str) -> bytes:
    """What a text in base64url stands for."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def told(content: bytes) -> str:
    """Bytes as browsers hand them over."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True)
class Device:
    """A passkey on a device; what it says of itself may be bent."""

    origin: str
    party: str
    handle: bytes | None = None
    flags: int = PRESENT | VERIFIED
    count: int = 1
    kind: str | None = None
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def bent(self, **differently: object) -> "Device":
        """The same passkey, but a device that says something else."""
        return replace(self, **differently)  # type: ignore[arg-type]  # by name

    def make(self, wish: Json) -> str:
        """Answer the wish for a passkey."""
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + self._public_key()
        whole = self._data(self.flags | ATTESTED) + attested
        made = encode_cbor({"fmt": "none", "attStmt": {}, "authData": whole})
        client = self._client(self.kind or "webauthn.create", wish)
        return self._answer({"attestationObject": told(made), "clientDataJSON": told(client)})

    def show(self, wish: Json) -> str:
        """Answer the wish to see the passkey."""
        data, client = self._data(self.flags), self._client(self.kind or "webauthn.get", wish)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said: Json = {
            "authenticatorData": told(data),
            "clientDataJSON": told(client),
            "signature": told(signature),
            "userHandle": None if self.handle is None else told(self.handle),
        }
        return self._answer(said)

    @property
    def public_key(self) -> bytes:
        """The public half, as it is stored."""
        return self._public_key()

    def _answer(self, response: Json) -> str:
        known = told(self.credential_id)
        return json.dumps({"id": known, "rawId": known, "type": "public-key", "response": response})

    def _client(self, kind: str, wish: Json) -> bytes:
        said = {"type": kind, "challenge": wish["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.party.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
