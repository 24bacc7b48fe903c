"""Asking a provider who somebody is: what is believed, and all that is not."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from constellations.core import clock
from constellations.core.oidc import (
    MOST_BYTES,
    Client,
    NotIdentified,
    Proof,
    ProviderAway,
    is_of,
    provider_at,
    way_to,
    who_came,
)
from tests.authenticator import Json
from tests.council import CLIENT, SECRET, TENANT, Council, another, running_council
from tests.servers import free_port

ROOST = Client(CLIENT, SECRET, "https://roost.example/sign-in/council/back")
PROOF = Proof("a nonce of this try", "v" * 64)
ISSUER = f"https://login.microsoftonline.com/{TENANT}/v2.0"


@pytest.fixture
def council() -> Iterator[Council]:
    """A provider on this machine."""
    with running_council() as running:
        yield running


def came(council: Council, proof: Proof = PROOF, client: Client = ROOST) -> dict[str, object]:
    """Go there, sign in, come back, and say who came."""
    provider = provider_at(council.issuer)
    back = council.come_in(way_to(provider, client, "the state", PROOF))
    return dict(who_came(provider, client, back["code"], proof))


def test_who_signed_in_there_is_who_came(council: Council) -> None:
    claims = came(council)
    assert (claims["tid"], claims["oid"]) == (TENANT, council.person)
    assert council.asked == [
        f"GET /{TENANT}/v2.0/.well-known/openid-configuration",
        f"POST /{TENANT}/oauth2/v2.0/token",
        f"GET /{TENANT}/discovery/v2.0/keys",
    ]


def test_the_way_there_carries_no_secret_and_not_the_verifier(council: Council) -> None:
    address = way_to(provider_at(council.issuer), ROOST, "the state", PROOF)
    assert address.startswith(f"{council.url}/{TENANT}/oauth2/v2.0/authorize?")
    assert "scope=openid+profile" in address
    assert "code_challenge_method=S256" in address
    assert PROOF.verifier not in address
    assert "secret" not in address


def _claims(**differently: object) -> object:
    def bend(claims: Json) -> Json:
        bent = {**claims, **differently}
        return {name: value for name, value in bent.items() if value is not None}

    return bend


def _at(seconds: int) -> int:
    return int(clock.now().timestamp()) + seconds


BENT = {
    "another nonce": lambda: _claims(nonce="a nonce of yesterday"),
    "no nonce": lambda: _claims(nonce=None),
    "for another application": lambda: _claims(aud=another()),
    "for several, and not said by whom it was asked": lambda: _claims(aud=[CLIENT, another()]),
    "asked by another": lambda: _claims(azp=another()),
    "no audience": lambda: _claims(aud=None),
    "by another issuer": lambda: _claims(iss=f"https://login.microsoftonline.com/{another()}/v2.0"),
    "no issuer": lambda: _claims(iss=None),
    "over": lambda: _claims(exp=_at(-61)),
    "never over": lambda: _claims(exp=None),
    "over at no number": lambda: _claims(exp="tomorrow"),
    "not yet good": lambda: _claims(nbf=_at(120)),
    "of the future": lambda: _claims(iat=_at(120)),
}


@pytest.mark.parametrize("how", BENT)
def test_a_token_that_says_something_else_is_not_believed(council: Council, how: str) -> None:
    council.bend = BENT[how]()  # type: ignore[assignment]  # made above
    with pytest.raises(NotIdentified, match="^token: "):
        came(council)


@pytest.mark.parametrize(("signed_by", "algorithm"), [("somebody else's", "RS256"), ("the council's", "RS512")])
def test_a_token_signed_otherwise_is_not_believed(council: Council, signed_by: str, algorithm: str) -> None:
    council.signed_by, council.algorithm = signed_by, algorithm
    with pytest.raises(NotIdentified, match="^token: "):
        came(council)


def test_a_token_signed_by_nobody_is_not_believed(council: Council) -> None:
    council.algorithm = "none"
    with pytest.raises(NotIdentified, match="^token: "):
        came(council)


def test_a_code_opens_once_and_for_who_asked_for_it(council: Council) -> None:
    provider = provider_at(council.issuer)
    back = council.come_in(way_to(provider, ROOST, "the state", PROOF))
    assert who_came(provider, ROOST, back["code"], PROOF)
    with pytest.raises(NotIdentified, match="answered 400"):
        who_came(provider, ROOST, back["code"], PROOF)
    with pytest.raises(NotIdentified, match="answered 400"):
        came(council, proof=Proof(PROOF.nonce, "w" * 64))
    with pytest.raises(NotIdentified, match="answered 400"):
        came(council, client=replace(ROOST, secret="guessed"))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"issuer": ISSUER}, "another issuer"),
        ({"token_endpoint": None}, "no addresses"),
        ({"token_endpoint": "http://127.0.0.1:1/token"}, "another host"),
        ({"jwks_uri": "http://169.254.169.254/latest/meta-data"}, "another host"),
        ({"authorization_endpoint": "https://evil.example/authorize"}, "another host"),
        ({"jwks_uri": "file:///etc/passwd"}, "another host"),
    ],
)
def test_a_provider_that_leads_elsewhere_is_not_followed(council: Council, said: Json, why: str) -> None:
    council.said = said
    with pytest.raises(NotIdentified, match=why):
        provider_at(council.issuer)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (302, None, NotIdentified),
        (404, None, NotIdentified),
        (200, b"<html>", NotIdentified),
        (200, b"[]", NotIdentified),
        (200, b"[" * 100_000, NotIdentified),
        (200, b" " * (MOST_BYTES + 1), NotIdentified),
        (500, None, ProviderAway),
        (429, None, ProviderAway),
    ],
)
def test_an_answer_that_is_none_is_said_to_be_none(
    council: Council, status: int, body: bytes | None, error: type[NotIdentified]
) -> None:
    council.status, council.body = status, body
    with pytest.raises(error) as refused:
        provider_at(council.issuer)
    assert type(refused.value) is error


def test_where_nobody_listens_another_try_may_succeed() -> None:
    with pytest.raises(ProviderAway, match="ConnectionRefusedError"):
        provider_at(f"http://127.0.0.1:{free_port()}/{TENANT}/v2.0")


def test_a_name_that_leads_into_our_own_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(ProviderAway, match="NotOutside"):
        provider_at(ISSUER)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://login.microsoftonline.com/x", True),
        ("https://login.microsoftonline.com/x?y=1", True),
        ("http://login.microsoftonline.com/x", False),
        ("https://login.microsoftonline.com:444/x", False),
        ("https://login.microsoftonline.com:port/x", False),
        ("https://login.microsoftonline.com.evil.example/x", False),
        ("https://evil.example\\@login.microsoftonline.com/x", False),
        ("https://someone@login.microsoftonline.com/x", False),
        ("https://login.microsoftonline.com/x y", False),
        ("https://login.microsoftonline.com/\n", False),
        ("https://[::1/x", False),
        ("//login.microsoftonline.com/x", False),
        ("https://login.microsoftonline.com/" + "x" * 1000, False),
        ("", False),
    ],
)
def test_only_the_issuers_own_host_is_asked(address: str, expected: bool) -> None:
    assert is_of(address, ISSUER) is expected


def test_a_provider_cannot_be_made_up_to_ask_elsewhere(council: Council) -> None:
    provider = replace(provider_at(council.issuer), tokens="http://127.0.0.1:1/token")
    with pytest.raises(NotIdentified, match="another host"):
        who_came(provider, ROOST, "code", PROOF)


def test_an_answer_without_a_token_says_nobody(council: Council) -> None:
    provider = provider_at(council.issuer)
    back = council.come_in(way_to(provider, ROOST, "the state", PROOF))
    council.body = b"{}"
    with pytest.raises(NotIdentified, match="no token"):
        who_came(provider, ROOST, back["code"], PROOF)
