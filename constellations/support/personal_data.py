"""What support and engagement say of people and their homes, and what becomes of it when they are erased."""

from constellations.engagement.contacts.models import Contact, PrefersPhone, Snooze
from constellations.engagement.needs.models import NeedsLevels
from constellations.engagement.signs.models import SignMark, SignMonth
from constellations.rights.declaration import Erasure, PersonalData, nobodys
from constellations.support.due_dates.models import HomeDate
from constellations.support.handbook.models import HandbookPage, HandbookRead, HandbookVersion
from constellations.support.health_check.models import HealthCheck, HealthMark, HealthQuestion, HealthTally
from constellations.support.learning.models import LearningEntry
from constellations.support.leaving.models import Leaving, LeavingVersion, PlacementEnding
from constellations.support.pairs.models import CheckIn, Pair
from constellations.support.pathway.models import PathwayCourse
from constellations.support.pulse.models import PulseAnswer
from constellations.support.teams.models import SupportTeam

REVIEWS = "the record of a foster carer’s training and reviews, kept for ten years (Fostering Services Regulations)"
PAID = "what a buddy or mentor was paid for, kept for seven years after the financial year"
WHO_DID_IT = "shows that what was done was done by one of the service, without a name"

SUPPORT = (
    PersonalData(
        LearningEntry,
        "Learning",
        of_person=("person_id",),
        by_person=("written_by", "verified_by", "corrected_by"),
        why=REVIEWS,
    ),
    PersonalData(
        Pair,
        "Buddies and mentors",
        of_person=("helper_id", "carer_id"),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"goals": ""},
        why=PAID,
    ),
    PersonalData(
        CheckIn,
        "Talks of buddies and mentors",
        of_person=("pair_id.helper_id", "pair_id.carer_id"),
        by_person=("written_by",),
        why=PAID,
    ),
    PersonalData(
        PulseAnswer,
        "Their word of the month",
        of_person=("person_id",),
        on_erasure=Erasure.REMOVE,
        alone=("person_id",),
    ),
    PersonalData(HealthMark, "Health checks they answered", of_person=("person_id",), on_erasure=Erasure.REMOVE),
    PersonalData(HandbookRead, "Handbook pages they read", of_person=("person_id",), on_erasure=Erasure.REMOVE),
    PersonalData(HandbookVersion, "Handbook pages they published", by_person=("published_by",), why=WHO_DID_IT),
    PersonalData(
        HomeDate, "Reviews and visits", by_person=("entered_by",), of_home=("home_id",), since="entered_at", why=REVIEWS
    ),
    PersonalData(
        Leaving,
        "Why their home left",
        of_home=("home_id",),
        since="departed_on",
        shared_words=("reasons",),
        why=REVIEWS,
    ),
    PersonalData(
        LeavingVersion,
        "What was said of why their home left",
        by_person=("written_by",),
        of_home=("leaving_id.home_id",),
        since="leaving_id.departed_on",
        shared_words=("reasons",),
        why=REVIEWS,
    ),
    PersonalData(
        PlacementEnding,
        "Whether the end of a placement was planned",
        by_person=("said_by",),
        of_home=("placement_id.home_id",),
        since="said_at",
        of_child=("placement_id.child_id",),
        why=REVIEWS,
    ),
    PersonalData(
        Contact,
        "Calls and visits",
        by_person=("written_by",),
        of_home=("home_id",),
        since="written_at",
        shared_words=("note",),
        why=REVIEWS,
    ),
    PersonalData(
        PrefersPhone,
        "That they would rather be phoned",
        by_person=("said_by",),
        of_home=("home_id",),
        since="said_at",
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(
        Snooze,
        "Times for which they were left in peace",
        by_person=("said_by",),
        of_home=("home_id",),
        since="said_at",
        shared_words=("reason", "words"),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(
        SignMonth, "How often their home took part", of_home=("home_id",), since="month", on_erasure=Erasure.REMOVE
    ),
    nobodys(SignMark, "how far signs are counted"),
    nobodys(NeedsLevels, "after how many days somebody is called"),
    nobodys(HealthCheck, "when the health check is open"),
    nobodys(HealthQuestion, "what the health check asks"),
    nobodys(HealthTally, "answers to the health check, of nobody in particular"),
    nobodys(HandbookPage, "pages of the handbook"),
    nobodys(PathwayCourse, "courses of the first year"),
    nobodys(SupportTeam, "teams to ask, with the numbers of their office"),
)
"""What constellations bring together."""
