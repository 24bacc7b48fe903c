"""A server that does nothing but broadcast: no database, nobody asked who they are; bare, or with Roost's fan-out.

It is what lines are measured against, and where the fan-out is tried with browsers that read slowly.
"""

from flask import Flask
from flask_socketio import SocketIO, emit, join_room

from constellations.core.fanout import Fanout, init_fanout

ROOM = "r0"


def app(with_fanout: bool) -> Flask:
    """The application."""
    made = Flask("broadcasting")
    lines = SocketIO(made, async_mode="threading", cors_allowed_origins="*", async_handlers=False)
    server = made.extensions["socketio"].server
    fanout: Fanout | None = init_fanout(server) if with_fanout else None

    @lines.on("join")
    def join(room: str) -> None:
        join_room(room)
        emit("joined", room)

    @lines.on("msg")
    def say(words: dict[str, str]) -> dict[str, bool]:
        server.emit("msg", words, to=words["room"], namespace="/")
        return {"ok": True}

    made.add_url_rule("/fanout", view_func=lambda: "yes" if fanout else "no", endpoint="fanout")
    return made
