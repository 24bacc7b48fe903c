"""The few places from which Roost speaks: to other machines, and to the lines of people."""

import ast
import re

from tests.source import called, sources

ASKING = {"http", "http.client", "urllib.request", "requests", "httpx", "aiohttp", "socket", "smtplib", "ftplib", "ssl"}

MAY_ASK = {
    "constellations/core/mail.py": "the mail server of MAIL_URL",
    "constellations/core/notify.py": "GOV.UK Notify at NOTIFY_URL",
    "constellations/core/push_line.py": "push services that we know, outside our network",
    "constellations/core/outside.py": "hosts of the open internet, at the address that was judged",
    "constellations/core/oidc.py": "a council's own sign-in, at its issuer's host",
    "constellations/core/asking.py": "Roost's own address and mail server, for the doctor",
    "constellations/core/fanout.py": "the lines of browsers, which they opened",
    "constellations/core/whole_requests.py": "the connections of browsers, which they opened",
}
"""Whoever asks the network: each an address of the operator's, or one that was judged (`push_line`)."""

ROOMS = {"enter_room", "join_room", "leave_room", "rooms"}


def test_nothing_else_asks_the_network() -> None:
    asking = {source.path for source in sources() if (source.imported & ASKING) - {"http"}}
    assert asking - set(MAY_ASK) == set()
    assert asking


def test_nobody_follows_where_another_machine_leads() -> None:
    assert [
        source.path for source in sources() if re.search(r"urlopen|allow_redirects|HTTPRedirect", source.text)
    ] == []


def test_one_room_for_each_person_and_no_way_into_another() -> None:
    joins = [
        (source.path, ast.unparse(node))
        for source in sources()
        for node in source.nodes
        if called(node) in ROOMS and isinstance(node, ast.Call)
    ]
    assert joins == [("constellations/sockets.py", "lines.server.enter_room(line, _room(owner.person), namespace='/')")]
