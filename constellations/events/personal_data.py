"""What events, feeds and the budget say of people and children, and what becomes of it when they are erased."""

from constellations.budget.models import BudgetDecision, BudgetSpend
from constellations.budget.receipts.models import Receipt
from constellations.budget.receipts.rules import SHELF as RECEIPTS
from constellations.events.answers.models import EventAnswer, EventGuest, HomeDiet
from constellations.events.attendance.models import Attendance, Attended, EventRegister
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.feeds.models import FeedAddress, FeedChange, FeedCircle, FeedDebt, FeedEntry, FeedEntryCircle
from constellations.keeping.models import HowLong
from constellations.rights.declaration import Erasure, PersonalData, nobodys

TOGETHER = "an event of many families; who planned it is named no more"
COUNTED = "numbers of who came, without names"
MONEY = "papers about money, kept for seven years after the financial year"

EVENTS = (
    PersonalData(
        Event,
        "Events",
        by_person=("planned_by",),
        of_home=("home_id", "host_id"),
        since="planned_at",
        shared_words=("title", "place", "bring", "words", "as_loaded"),
        why=TOGETHER,
    ),
    PersonalData(
        Occurrence,
        "Dates of events of their family",
        of_home=("event_id.home_id", "event_id.host_id"),
        since="starts_on",
        shared_words=("title", "place", "bring", "called_off_why", "as_loaded"),
        why=TOGETHER,
    ),
    PersonalData(
        EventAnswer,
        "Answers to events",
        by_person=("answered_by",),
        of_home=("home_id",),
        since="answered_at",
        why=COUNTED,
    ),
    PersonalData(
        EventGuest,
        "Who was to come to an event",
        of_person=("person_id",),
        of_home=("answer_id.home_id",),
        since="answer_id.answered_at",
        of_child=("child_id",),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(
        HomeDiet,
        "What their home does not eat",
        by_person=("said_by",),
        of_home=("home_id",),
        since="said_at",
        shared_words=("words",),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(EventRegister, "Lists of who came, kept", by_person=("kept_by", "thanked_by"), why=COUNTED),
    PersonalData(
        Attendance,
        "Events their home came to",
        of_home=("home_id",),
        since="occurrence_id.occurrence_id.starts_on",
        why=COUNTED,
    ),
    PersonalData(
        Attended,
        "Events they came to",
        of_person=("person_id",),
        of_home=("attendance_id.home_id",),
        since="attendance_id.occurrence_id.occurrence_id.starts_on",
        of_child=("child_id",),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(
        FeedAddress,
        "Calendar addresses of their phone",
        of_person=("person_id",),
        on_erasure=Erasure.REMOVE,
        secret=("token_hash",),
    ),
    PersonalData(BudgetDecision, "Decisions on an activity budget", by_person=("entered_by",), why=MONEY),
    PersonalData(BudgetSpend, "Spending of an activity budget", by_person=("entered_by", "taken_back_by"), why=MONEY),
    PersonalData(Receipt, "Receipts they added", by_person=("added_by",), why=MONEY, secret=("key",), shelf=RECEIPTS),
    nobodys(EventConstellation, "which constellations an event is for"),
    nobodys(HowLong, "how long a service keeps each kind of record"),
    nobodys(FeedEntry, "calendar entries, made anew from stays and events"),
    nobodys(FeedEntryCircle, "who gets which calendar entry"),
    nobodys(FeedChange, "which calendar entries changed"),
    nobodys(FeedCircle, "how often a calendar changed"),
    nobodys(FeedDebt, "services whose calendars are to be written anew"),
)
"""What constellations bring together."""
