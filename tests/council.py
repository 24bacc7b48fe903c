"""A small council for tests: a real OpenID provider over HTTP, with real RSA keys, as Entra ID is one.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
"""

import functools
import json
import secrets
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import cast
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from constellations.core import clock
from tests.authenticator import Json, raw
from tests.told_server import ToldServer, running

TENANT = "11111111-2222-4333-8444-555555555555"
CLIENT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
SECRET = "a secret of the council"


@functools.cache
def key(name: str) -> RSAKey:
    """A key of a name; made once, for making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass
class Council:
    """What it was asked, and how it answers: the claims and keys of its tokens may be bent, its addresses too."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    codes: dict[str, Json] = field(default_factory=dict)
    person: str = "0a0a0a0a-1111-4222-8333-444444444444"
    bend: Callable[[Json], Json] = lambda claims: claims
    signed_by: str = "the council's"
    algorithm: str = "RS256"
    said: Json = field(default_factory=dict)
    status: int = 200
    body: bytes | None = None

    @property
    def url(self) -> str:
        """Where it is, in place of Entra."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def issuer(self) -> str:
        """Who signs."""
        return f"{self.url}/{TENANT}/v2.0"

    def come_in(self, address: str) -> dict[str, str]:
        """Somebody signs in on the page of an address; gives what the browser takes back with it."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(16)
        self.codes[code] = dict(asked)
        return {"code": code, "state": asked["state"]}

    def token_of(self, asked: Json) -> str:
        """The ID token for whom a code was made."""
        now = int(clock.now().timestamp())
        claims: Json = {
            **{"iss": self.issuer, "aud": asked["client_id"], "nonce": asked["nonce"], "sub": "pairwise"},
            **{"tid": TENANT, "oid": self.person, "iat": now, "nbf": now, "exp": now + 3600, "ver": "2.0"},
            "preferred_username": "moira@council.example",
        }
        signing = key(self.signed_by)
        header = {"alg": self.algorithm, "kid": "the council's"}
        bent = self.bend(claims)
        if self.algorithm == "none":
            parts = (json.dumps(part).encode() for part in (header, bent))
            return ".".join(b64encode(part, b"-_").rstrip(b"=").decode() for part in parts) + "."
        return jwt.encode(header, dict(bent), signing, algorithms=[self.algorithm])


class _Answer(BaseHTTPRequestHandler):
    """One question."""

    def do_GET(self) -> None:  # the name that http.server asks for
        council = self._council()
        path = urlsplit(self.path).path
        if path == f"/{TENANT}/v2.0/.well-known/openid-configuration":
            at = f"{council.url}/{TENANT}"
            told: Json = {
                "issuer": council.issuer,
                "authorization_endpoint": f"{at}/oauth2/v2.0/authorize",
                "token_endpoint": f"{at}/oauth2/v2.0/token",
                "jwks_uri": f"{at}/discovery/v2.0/keys",
            }
            self._say(council.status, {**told, **council.said})
        elif path == f"/{TENANT}/discovery/v2.0/keys":
            self._say(200, {"keys": [key("the council's").as_dict(private=False)]})
        elif path == f"/{TENANT}/oauth2/v2.0/authorize":
            # Who opens the page is signed in there already, and goes straight back.
            asked = parse_qs(urlsplit(self.path).query)
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri'][0]}?{urlencode(council.come_in(self.path))}")
            self.end_headers()
        else:
            self._say(400, {"error": "invalid_tenant"})

    def do_POST(self) -> None:  # the same
        council = self._council()
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = council.codes.pop(given["code"], None)
        if asked is None or not _is_right(given, asked):
            self._say(400, {"error": "invalid_grant"})
            return
        self._say(council.status, {"token_type": "Bearer", "id_token": council.token_of(asked)})

    def _council(self) -> Council:
        council = cast("ToldServer[Council]", self.server).told
        council.asked.append(f"{self.command} {urlsplit(self.path).path}")
        return council

    def _say(self, status: int, words: Json) -> None:
        council = self.server.told  # type: ignore[attr-defined]  # it is a ToldServer
        body = json.dumps(words).encode() if council.body is None else council.body
        self.send_response_only(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # its parent's name for it
        """Say nothing."""


def _is_right(given: dict[str, str], asked: Json) -> bool:
    """Whether who brings a code is who asked for it: the client, where it goes, its secret, and the verifier."""
    verified = sha256(given["code_verifier"].encode()).digest() == raw(str(asked["code_challenge"]))
    is_same = (given["client_id"], given["redirect_uri"]) == (asked["client_id"], asked["redirect_uri"])
    return verified and is_same and given["client_secret"] == SECRET


@contextmanager
def running_council() -> Iterator[Council]:
    """A council until the end of the body."""
    with running(Council(), _Answer) as told:
        yield told


def another() -> str:
    """An id like all the others, of something else."""
    return str(uuid.uuid4())
