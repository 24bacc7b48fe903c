"""The service worker, which must come from the root to look after all pages, and the page that it keeps."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from constellations.core.assets import built_file
from constellations.guard import public

pages = Blueprint("installing", __name__)


@pages.get("/service-worker.js")
@public
def service_worker() -> ResponseReturnValue:
    """The built worker, under a name that never changes; browsers look for a new one at every visit."""
    answer = Response(built_file("service-worker.js"), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@pages.get("/offline")
@public
def offline() -> ResponseReturnValue:
    """What is shown without a network: the same bytes for everybody, since it is kept on devices."""
    return render_template("installing/offline.html")
