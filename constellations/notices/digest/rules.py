"""Which Monday a run of the digest sees to."""

import datetime as dt


def last_monday(since: dt.date, until: dt.date) -> dt.date | None:
    """The last Monday from the first date to the last, both included: of several that were missed one is enough."""
    monday = until - dt.timedelta(days=until.weekday())
    return monday if monday >= since else None
