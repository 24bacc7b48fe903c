"""The production server's log lines among ours; it is loaded before a worker is prepared, so it imports little."""

import logging
import os

from gunicorn.config import Config
from gunicorn.glogging import Logger

from constellations.core.logs import init_logs


class ServerLogger(Logger):
    """The server's own lines, in our form; no line for each request, since the application writes that."""

    def setup(self, cfg: Config) -> None:
        """Send the lines where all of ours go; the settings were read, and found right, before the server began."""
        self.cfg = cfg
        init_logs(for_machines=os.environ.get("ROOST_ENV") == "production")
        self.error_log.propagate = True
        self.error_log.setLevel(logging.INFO)

    def access(self, *_: object) -> None:
        """Write nothing: an address can hold what is nobody's business."""
