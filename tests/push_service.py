"""A small push service and a browser that listens to it, for tests: real HTTP, and seals that are really opened."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


def raw(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def written(content: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass
class Listener:
    """A browser: its key and secret, with which alone it opens what is pushed (RFC 8291 from the other side)."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = b"sixteen bytes it"

    @property
    def p256dh(self) -> str:
        """The public half of its key."""
        return written(self._point)

    @property
    def auth(self) -> str:
        """Its secret."""
        return written(self.secret)

    def opened(self, body: bytes) -> dict[str, str]:
        """What a push says."""
        return cast("dict[str, str]", json.loads(self.opened_text(body)))

    def opened_text(self, body: bytes) -> bytes:
        """The bytes within a push; raises InvalidTag where it was sealed for another."""
        salt, record, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= record
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        secret = _hkdf(self.secret, shared, b"WebPush: info\0" + self._point + sender, 32)
        key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(key).decrypt(nonce, sealed, None)
        return padded.rstrip(b"\0")[:-1]

    @property
    def _point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """HKDF for up to one block (RFC 5869), from hmac alone: another hand than the one that sealed."""
    pseudorandom = hmac.new(salt, material, hashlib.sha256).digest()
    return hmac.new(pseudorandom, info + b"\x01", hashlib.sha256).digest()[:length]


def proven_claims(authorization: str, key: str) -> dict[str, object]:
    """What a sender says of itself, once its signature is proven to be of this public key; raises InvalidSignature."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, parts["k"]) == ("vapid", key)
    said, _, signature = parts["t"].rpartition(".")
    r, s = (int.from_bytes(half, "big") for half in (raw(signature)[:32], raw(signature)[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw(key))
    public.verify(encode_dss_signature(r, s), said.encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(raw(said.partition(".")[0])) == {"typ": "JWT", "alg": "ES256"}
    return cast("dict[str, object]", json.loads(raw(said.partition(".")[2])))


@dataclass
class PushService:
    """What it has taken (path, headers, body), and the status and place it answers with."""

    port: int = 0
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 201
    elsewhere: str = ""

    def endpoint(self, name: str) -> str:
        """Where one browser listens."""
        return f"http://127.0.0.1:{self.port}/push/{name}"


class _Answer(BaseHTTPRequestHandler):
    """One push that is handed in."""

    def do_POST(self) -> None:  # the name that http.server asks for
        service = cast("_Server", self.server).told
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service.taken.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(service.status)
        if service.elsewhere:
            self.send_header("Location", service.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # its parent's name for it
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Listens on a port that the machine chooses."""

    def handle_error(self, *_: object) -> None:
        """Who does not trust us goes away: that is what some tests are about."""

    def __init__(self, told: PushService) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.told = told
        told.port = self.server_address[1]


@contextmanager
def running_push_service(certificate: Path | None = None, key: Path | None = None) -> Iterator[PushService]:
    """A push service until the end of the body; with TLS where it is given a certificate and its key."""
    told = PushService()
    with _Server(told) as server:
        if certificate is not None:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate, key)
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
