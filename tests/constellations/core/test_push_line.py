"""Where pushes may be handed in, and where never: neither in this machine, nor in its network, nor elsewhere."""

import datetime as dt
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from constellations.core.outside import is_outside
from constellations.core.push_line import NotPushed, Push, SubscriptionGone, hand_in, is_push_address
from tests.push_service import running_push_service
from tests.servers import free_port

HERE = "127.0.0.1"
PUSH = Push("", b"sealed", "vapid t=x, k=y", is_urgent=False, seconds_good=60, topic="news")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGu",
        "https://wns2-by3p.notify.windows.com/w/?token=BQ",
        "https://fcm.googleapis.com:443/x",
    ],
)
def test_the_push_services_of_browsers_are_known(endpoint: str) -> None:
    assert is_push_address(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/x",
        "ftp://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilpush.apple.com.example/x",
        "https://notpush.services.mozilla.com.evil/x",
        "https://xfcm.googleapis.com/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://fcm.googleapis.com\\@127.0.0.1/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "https://fcm.googleapis.com/a\r\nHost: evil",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com:port/x",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "//fcm.googleapis.com/x",
        "http://127.0.0.1/x",
    ],
)
def test_everything_else_is_none(endpoint: str) -> None:
    assert not is_push_address(endpoint)


def test_only_the_tests_own_host_may_be_reached_without_tls() -> None:
    assert is_push_address("http://127.0.0.1:8000/x", HERE)
    assert not is_push_address("http://127.0.0.2:8000/x", HERE)
    assert not is_push_address("https://127.0.0.1/x", HERE)


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("142.250.1.1", True),
        ("2a00:1450:4009::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # nobody listens there
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_addresses_of_this_network_are_told_from_those_outside(address: str, outside: bool) -> None:
    assert is_outside(address) is outside


def test_a_known_name_that_leads_into_our_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("142.250.1.1", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(NotPushed, match="not outside"):
        hand_in(replace(PUSH, endpoint="https://fcm.googleapis.com/x"))


def test_an_address_that_is_none_is_never_tried() -> None:
    with pytest.raises(SubscriptionGone), running_push_service() as service:
        hand_in(replace(PUSH, endpoint=service.endpoint("x")))


@pytest.mark.parametrize(
    ("status", "raised"),
    [(201, None), (202, None), (404, SubscriptionGone), (410, SubscriptionGone), (307, NotPushed), (429, NotPushed)]
    + [(500, NotPushed), (403, NotPushed), (413, NotPushed)],
)
def test_each_answer_is_understood_and_nobody_is_followed_elsewhere(
    status: int, raised: type[NotPushed] | None
) -> None:
    with running_push_service() as service, running_push_service() as other:
        service.status, service.elsewhere = status, other.endpoint("x") if status == 307 else ""
        push = replace(PUSH, endpoint=service.endpoint("x?a=b"))
        if raised is None:
            hand_in(push, HERE)
        else:
            with pytest.raises(raised) as refusal:
                hand_in(push, HERE)
            assert type(refusal.value) is raised
        ((path, headers, body),) = service.taken
        assert (path, body, headers["ttl"], headers["urgency"]) == ("/push/x?a=b", b"sealed", "60", "normal")
        assert other.taken == []


def certified(name: str, folder: Path) -> tuple[Path, Path]:
    """A certificate for a host, signed by itself, and its key; good on whatever day the machine thinks it is."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(called, called, key.public_key(), x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "certificate", folder / "key"


@pytest.mark.parametrize("name", ["fcm.googleapis.com", "evil.example"])
def test_the_line_goes_to_the_address_that_was_judged_and_the_certificate_must_be_the_hosts(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = certified(name, tmp_path)
    called: list[tuple[str, int]] = []

    def look_up(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("142.250.1.1", 443))]

    with running_push_service(certificate, key) as service:

        def connect_here(address: tuple[str, int], timeout: float) -> socket.socket:
            called.append(address)
            line = socket.socket()
            line.settimeout(timeout)
            line.connect((HERE, service.port))
            return line

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        monkeypatch.setattr(socket, "create_connection", connect_here)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        push = replace(PUSH, endpoint="https://fcm.googleapis.com/push/x")
        if name == "fcm.googleapis.com":
            hand_in(push)
        else:
            with pytest.raises(NotPushed, match="^SSLCertVerificationError$"):
                hand_in(push)
    assert called == [("142.250.1.1", 443)]
    assert [path for path, _, _ in service.taken] == (["/push/x"] if name == "fcm.googleapis.com" else [])


def test_a_name_that_nobody_knows_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(NotPushed, match="^gaierror$"):
        hand_in(replace(PUSH, endpoint="https://fcm.googleapis.com/x"))


def test_where_nobody_listens_it_is_said_without_the_address() -> None:
    with pytest.raises(NotPushed, match="^ConnectionRefusedError$"):
        hand_in(replace(PUSH, endpoint=f"http://{HERE}:{free_port()}/x"), HERE)
