"""Making a worker of the production server ready."""

import gc
from collections.abc import Callable

from flask import Flask

from constellations.core.database import EXTENSION
from constellations.health.jobs import watch_health
from constellations.jobs.scheduler import start_scheduler
from constellations.sockets import watch_lines


def ready_to_serve(make_app: Callable[[], Flask]) -> Flask:
    """The application, with all that goes on beside requests; beside an embedded database it runs the jobs too."""
    app = make_app()
    here = app.extensions[EXTENSION]
    here.hurry()
    if here.is_sqlite:
        start_scheduler(app)
    watch_health(app)
    watch_lines(app)
    # What was made until now stays as long as the server: looking through it for garbage would hold everybody up.
    gc.collect()
    gc.freeze()
    return app
