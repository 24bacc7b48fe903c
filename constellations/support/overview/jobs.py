"""What support does by itself."""

from constellations.support.health_check.jobs import KEEP_HEALTH_CHECK
from constellations.support.milestones.jobs import TELL_OF_MILESTONES
from constellations.support.pairs.jobs import REMIND_PAIRS

SUPPORT_JOBS = (REMIND_PAIRS, TELL_OF_MILESTONES, KEEP_HEALTH_CHECK)
