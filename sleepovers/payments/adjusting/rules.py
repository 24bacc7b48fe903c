"""What an adjustment of an uplift may be."""

from flask_babel import gettext

from constellations.core.errors import RuleBroken

LARGEST_ADJUSTMENT_PENCE = 1_000_000
"""Ten thousand pounds: beyond it somebody slipped on the keys."""


class BadAdjustment(RuleBroken):
    """An adjustment of nothing, or of more than anybody is owed."""

    about = "pence"

    def __init__(self) -> None:
        super().__init__(gettext("Enter an amount of at least one penny and at most £10,000."))


def must_be_sound_adjustment(pence: int) -> None:
    """Raise BadAdjustment for nothing, and for more than anybody is owed, either way."""
    if not 1 <= abs(pence) <= LARGEST_ADJUSTMENT_PENCE:
        raise BadAdjustment
