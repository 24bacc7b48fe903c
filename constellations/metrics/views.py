"""The address that a Prometheus asks, with the token as its bearer."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from constellations.access import Viewer
from constellations.guard import public
from constellations.metrics.queries import all_figures, must_know_token

pages = Blueprint("metrics", __name__)


@pages.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """The figures; for who does not know the token there is nothing here."""
    must_know_token(request.authorization.token if request.authorization else None)
    return Response(all_figures(Viewer.system()), content_type=CONTENT_TYPE_PLAIN_0_0_4)
