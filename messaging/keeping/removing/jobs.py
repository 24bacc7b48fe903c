"""The daily job that removes what a service keeps no longer."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from messaging.keeping.removing.actions import remove_what_is_too_old

REMOVE_OLD_TALK = Job(
    "remove_old_talk", "Remove what people said and the service keeps no longer", Daily(4), remove_what_is_too_old
)
