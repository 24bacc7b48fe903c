"""What may be subscribed to, and what a push says."""

from constellations.core.errors import RuleBroken
from constellations.core.push_line import is_push_address
from constellations.core.push_seal import is_browser_key


class NoPushService(RuleBroken):
    """A browser whose pushes go somewhere that Roost does not know."""

    def __init__(self) -> None:
        super().__init__(
            "Roost cannot send alerts to this browser. Use Chrome, Edge, Firefox or Safari, or stay with mail."
        )


def must_be_subscription(endpoint: str, p256dh: str, auth: str, test_host: str | None) -> None:
    """Raise NoPushService unless a browser listens there, at a push service that we know, with a key to seal for."""
    if not is_push_address(endpoint, test_host) or not is_browser_key(p256dh, auth):
        raise NoPushService


SECONDS_GOOD = 4 * 60 * 60
"""How long a push service keeps one for a phone that is switched off; what is older has been read or mailed."""

TOPIC = "news"
"""Of several that wait for one phone only the last is shown."""

PATH = "/notices"
"""Where every push leads; never further, for the path of a thing is known to whoever holds the phone."""

TITLE = "Something new in Roost"
URGENT_TITLE = "Urgent: somebody needs you in Roost"
