"""Asking an OpenID provider who somebody is: the authorization code flow with PKCE, state and nonce.

OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE). Nobody but the issuer's own host is asked, by https, and where it
would send us elsewhere it is not followed.
"""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from constellations.core import clock
from constellations.core.outside import line_outside

SECONDS = 5
"""How long a provider may take to answer."""

MOST_BYTES = 256 * 1024
"""Of an answer; what is longer is none of a provider's."""

LONGEST_ADDRESS = 1000

SECONDS_OFF = 60
"""How far a provider's clock may be from ours."""

ALGORITHMS = ("RS256",)
"""What an ID token may be signed with: neither nothing nor a shared secret."""

UNREADABLE = (JoseError, ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What reading a token or keys that somebody made up can end in."""


class NotIdentified(Exception):
    """The provider does not say who it is, or says it in a way that nothing can be built on; `kind` says why."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class ProviderAway(NotIdentified):
    """The provider was not there, or was out of breath: another try may succeed."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider is asked: the page for people, and the addresses for us; all of them at the issuer's host."""

    issuer: str
    page: str
    tokens: str
    keys: str


@dataclass(frozen=True, slots=True)
class Client:
    """As whom we ask: the id and the secret by which a provider knows us, and where it sends people back to."""

    client_id: str
    secret: str = field(repr=False)
    back: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What belongs to one try: the nonce that the answer must hold, and the verifier of PKCE that only we know."""

    nonce: str
    verifier: str = field(repr=False)


def provider_at(issuer: str) -> Provider:
    """What a provider says of itself; raises NotIdentified, or ProviderAway."""
    said = _ask(f"{issuer}/.well-known/openid-configuration", issuer)
    if said.get("issuer") != issuer:
        raise NotIdentified("another issuer")
    page, tokens, keys = (said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    if not (isinstance(page, str) and isinstance(tokens, str) and isinstance(keys, str)):
        raise NotIdentified("no addresses")
    if not all(is_of(address, issuer) for address in (page, tokens, keys)):
        raise NotIdentified("another host")
    return Provider(issuer, page, tokens, keys)


def is_of(address: str, issuer: str) -> bool:
    """Whether an address is at the issuer's own host, and reached in the same way."""
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        return False
    if "\\" in address or " " in address:
        return False
    try:
        to, own = urlsplit(address), urlsplit(issuer)
        there, here = (to.scheme, to.hostname, to.port), (own.scheme, own.hostname, own.port)
    except ValueError:
        return False
    return there == here and "@" not in to.netloc and bool(to.hostname)


def way_to(provider: Provider, client: Client, state: str, proof: Proof, *, anew: bool = False) -> str:
    """The address of the provider's page, on which somebody says who they are; `anew`, also who is signed in there."""
    said = {
        "client_id": client.client_id,
        "response_type": "code",
        "response_mode": "query",
        "redirect_uri": client.back,
        # With `openid` alone Entra leaves out by which ids it knows tenant and person.
        "scope": "openid profile",
        "state": state,
        "nonce": proof.nonce,
        "code_challenge": create_s256_code_challenge(proof.verifier),
        "code_challenge_method": "S256",
        "prompt": "login" if anew else "select_account",
    }
    return f"{provider.page}{'&' if '?' in provider.page else '?'}{urlencode(said)}"


def who_came(provider: Provider, client: Client, code: str, proof: Proof) -> Mapping[str, object]:
    """What the provider says of who came back with a code: the claims of an ID token that was found to be genuine.

    Raises NotIdentified, or ProviderAway.
    """
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.back,
        "client_id": client.client_id,
        "client_secret": client.secret,
        "code_verifier": proof.verifier,
    }
    said = _ask(provider.tokens, provider.issuer, urlencode(given))
    token = said.get("id_token")
    if not isinstance(token, str):
        raise NotIdentified("no token")
    return _claims(token, _ask(provider.keys, provider.issuer), provider.issuer, client.client_id, proof.nonce)


def _claims(token: str, keys: Mapping[str, object], issuer: str, client_id: str, nonce: str) -> Mapping[str, object]:
    """The claims of a token: signed by one of these keys, by this issuer, for us, for this try, and still good."""
    expected = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    try:
        read = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS)  # type: ignore[arg-type]  # whatever it holds: what is no set of keys is refused
        claims = CodeIDToken(read.claims, read.header, expected, {"nonce": nonce, "client_id": client_id})
        claims.validate(now=int(clock.now().timestamp()), leeway=SECONDS_OFF)
    except UNREADABLE as refused:
        raise NotIdentified(f"token: {type(refused).__name__}") from refused
    return dict(claims)


def _ask(address: str, issuer: str, given: str | None = None) -> dict[str, object]:
    """What the provider answers; it is asked nowhere but at its issuer's host, and followed nowhere else."""
    if not is_of(address, issuer):
        raise NotIdentified("another host")
    try:
        status, content = _answer(address, given)
    except (OSError, http.client.HTTPException) as failure:
        raise ProviderAway(type(failure).__name__) from failure
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        raise ProviderAway(f"answered {status}")
    if status != HTTPStatus.OK:
        raise NotIdentified(f"answered {status}")
    if len(content) > MOST_BYTES:
        raise NotIdentified("a long answer")
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as unreadable:
        raise NotIdentified("unreadable") from unreadable
    if not isinstance(said, dict):
        raise NotIdentified("unreadable")
    return said


def _answer(address: str, given: str | None) -> tuple[int, bytes]:
    to = urlsplit(address)
    host = to.hostname or ""
    # By http only the provider of a test is asked: no other issuer begins so.
    is_test = to.scheme == "http"
    line = http.client.HTTPConnection(host, to.port, timeout=SECONDS) if is_test else line_outside(host, SECONDS)
    headers = {"Accept": "application/json"}
    if given is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        path = f"{to.path or '/'}?{to.query}" if to.query else to.path or "/"
        line.request("GET" if given is None else "POST", path, given, headers)
        answer = line.getresponse()
        return answer.status, answer.read(MOST_BYTES + 1)
    finally:
        line.close()
