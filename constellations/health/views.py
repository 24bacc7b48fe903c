"""The two addresses that a watchman asks."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import literal, select

from constellations.core.database import session
from constellations.guard import public

pages = Blueprint("health", __name__, url_prefix="/health")


@pages.get("/live")
@public
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/ready")
@public
def ready() -> ResponseReturnValue:
    """The database answers too; 503 where it does not."""
    session().execute(select(literal(1)))
    return jsonify(status="ok")
