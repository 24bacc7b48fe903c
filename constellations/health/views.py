"""The two addresses that a watchman asks."""

from http import HTTPStatus

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from constellations.access import Viewer
from constellations.guard import public
from constellations.health.queries import health_of_parts
from constellations.health.rules import Health, report, worst

pages = Blueprint("health", __name__, url_prefix="/health")


@pages.get("/live")
@public
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/ready")
@public
def ready() -> ResponseReturnValue:
    """Whether people can work: 503 where they cannot, 200 where something less is missing."""
    parts = health_of_parts(Viewer.system())
    down = worst(parts.values()) is Health.DOWN
    return jsonify(report(parts)), HTTPStatus.SERVICE_UNAVAILABLE if down else HTTPStatus.OK
