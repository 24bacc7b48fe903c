"""Money as people type it."""

import re
from decimal import Decimal

_POUNDS = re.compile(r"£?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?")


def pence_of(text: str) -> int:
    """Read pounds as people type them, such as `40`, `£42.50` or `1,200`, as pence; raises ValueError."""
    written = _POUNDS.fullmatch(text.strip())
    if written is None:
        raise ValueError(f"not an amount: {text!r}")
    pounds, rest = written.groups()
    return int(Decimal(f"{pounds.replace(',', '')}.{rest or 0}") * 100)
