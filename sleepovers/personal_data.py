"""What asks, stays, nights and claims say of people and children, and what becomes of it when they are erased."""

from constellations.rights.declaration import Erasure, PersonalData, nobodys
from sleepovers.asks.hub.models import AskingRules, HubWord
from sleepovers.asks.models import Agreement, Answer, Ask, AskChild, AskSeries, Cancellation, Step
from sleepovers.asks.unasked.models import Unasked
from sleepovers.asks.waiting.models import WaitingPlace
from sleepovers.availability.models import AvailabilitySpan, ClosedWeekday
from sleepovers.cards.models import CardConfirmed, CardVersion, CardView, HandoverNote, PackedThing, StayCard
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.emergencies.models import Ladder, LadderWaits
from sleepovers.fidelity.models import FidelityAnswer, FidelityItem, FidelityTerms
from sleepovers.models import NightChange, Stay, StayNight
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.payments.models import Adjustment, Batch, NightDispute, Payee, PaymentLayout, PaymentLine
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.rest.models import RestLevels
from sleepovers.returns.models import MonthlyReturn, ReturnNote, SupportEntry
from sleepovers.stays.moving.models import MoveLeg, MoveWord, StayMove

SLEPT = "the record of where a looked-after child slept, kept for 75 years (Care Planning Regulations)"
AGREED = "shows who asked, answered and agreed, without a name"
MONEY = "papers about money, kept for six years after the financial year (Limitation Act)"
READ = "shows who read what is said of a child, without a name"
WHO_DID_IT = "shows that what was done was done by one of the service, without a name"

OF_ASK = "id:ask_child@ask_id.child_id"
OF_ITS_ASK = f"ask_id.{OF_ASK}"

ASKS = (
    PersonalData(
        Ask,
        "Asks for a sleepover",
        by_person=("asked_by",),
        of_child=(OF_ASK,),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"note": None, "wish": None, "reason": None},
        why=AGREED,
    ),
    PersonalData(AskChild, "Children asked for", of_child=("child_id",), why=AGREED),
    PersonalData(AskSeries, "Sleepovers that come again", of_child=(f"id:ask@series_id.{OF_ASK}",), why=AGREED),
    PersonalData(
        Answer,
        "Answers to asks",
        by_person=("answered_by",),
        of_home=("home_id",),
        since="ask_id.created_at",
        shared_words=("reason",),
        of_child=(OF_ITS_ASK,),
        beside=("suggested_by",),
        why=AGREED,
    ),
    PersonalData(
        Agreement,
        "Agreements of who decides for the child",
        by_person=("owner_id", "settled_by"),
        of_child=("child_id",),
        why=AGREED,
    ),
    PersonalData(
        HubWord,
        "The hub’s word",
        by_person=("settled_by",),
        of_home=("home_id",),
        since="created_at",
        of_child=(OF_ITS_ASK,),
        why=AGREED,
    ),
    PersonalData(
        WaitingPlace,
        "Places kept in line",
        by_person=("person_id",),
        of_home=("home_id",),
        since="created_at",
        of_child=(OF_ITS_ASK,),
        why=AGREED,
    ),
    PersonalData(Ladder, "Emergencies", of_home=("family_id",), since="since", of_child=(OF_ITS_ASK,), why=AGREED),
    PersonalData(
        Step,
        "Steps of asks and stays",
        by_person=("person_id",),
        of_home=("home_id",),
        since="at",
        shared_words=("reason",),
        of_child=("stay_id.child_id", OF_ITS_ASK),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"reason": None},
        why=AGREED,
    ),
    PersonalData(
        Cancellation, "Stays called off", by_person=("person_id",), of_child=("stay_id.child_id",), why=AGREED
    ),
    PersonalData(
        Unasked, "Nights not asked for", by_person=("said_by",), of_home=("home_id",), since="night", why=AGREED
    ),
)

STAYS = (
    PersonalData(
        Stay,
        "Sleepovers",
        of_home=("host_id",),
        since="created_at",
        of_child=("child_id",),
        why=SLEPT,
        brings_together=True,
    ),
    PersonalData(
        StayNight,
        "Nights",
        by_person=("confirmed_by",),
        of_home=("home_id",),
        since="night",
        of_child=("child_id",),
        why=SLEPT,
    ),
    PersonalData(
        NightChange,
        "Nights that were corrected",
        by_person=("person_id",),
        of_child=("child_id",),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"reason": None},
        why=SLEPT,
    ),
    PersonalData(
        StayMove,
        "Stays moved to another home",
        by_person=("asked_by", "ended_by"),
        of_child=("id:stay_move_leg@move_id.stay_id.child_id",),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"reason": None},
        why=SLEPT,
    ),
    PersonalData(
        MoveLeg,
        "Homes between which a stay was moved",
        of_home=("from_home_id", "to_home_id"),
        since="stay_id.created_at",
        of_child=("stay_id.child_id",),
        why=SLEPT,
    ),
    PersonalData(
        MoveWord,
        "Homes that agreed to a move",
        by_person=("person_id",),
        of_home=("home_id",),
        since="at",
        of_child=("move_id:stay_move_leg@move_id.stay_id.child_id",),
        why=SLEPT,
    ),
    PersonalData(
        AvailabilitySpan,
        "When their home has room",
        by_person=("person_id",),
        of_home=("home_id",),
        since="created_at",
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(ClosedWeekday, "Weekdays without room", of_home=("home_id",), on_erasure=Erasure.REMOVE),
)

CARDS = (
    PersonalData(StayCard, "Stay card", of_child=("child_id",), on_erasure=Erasure.REMOVE, secret=("called_mark",)),
    PersonalData(
        CardVersion,
        "What the stay card said",
        by_person=("written_by",),
        of_child=("child_id",),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(
        CardConfirmed,
        "That the stay card is right",
        by_person=("person_id",),
        of_child=("child_id",),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(CardView, "Who read the stay card", of_person=("person_id",), of_child=("child_id",), why=READ),
    PersonalData(
        HandoverNote,
        "Hand-over notes",
        by_person=("person_id",),
        of_child=("stay_id.child_id",),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(
        PackedThing,
        "Things in the bag",
        by_person=("added_by", "there_by", "home_by"),
        of_child=("stay_id.child_id",),
        on_erasure=Erasure.REMOVE,
    ),
)

PAYING = (
    PersonalData(
        Claim,
        "Uplifts of their home",
        by_person=("said_right_by", "checked_by", "approved_by"),
        of_home=("home_id",),
        since="month",
        beside=("approver_home_id",),
        why=MONEY,
    ),
    PersonalData(
        NightDispute,
        "Nights they said are wrong",
        of_person=("raised_by",),
        by_person=("entered_by", "settled_by"),
        of_home=("home_id",),
        since="raised_at",
        of_child=("stay_id.child_id",),
        why=MONEY,
    ),
    PersonalData(
        Adjustment,
        "Corrections of uplifts",
        by_person=("proposed_by", "decided_by"),
        of_home=("home_id",),
        since="month",
        shared_words=("reason",),
        beside=("approver_home_id",),
        why=MONEY,
    ),
    PersonalData(
        Payee, "Supplier number", by_person=("entered_by",), of_home=("home_id",), since="entered_at", why=MONEY
    ),
    PersonalData(
        PaymentLine, "Payments", by_person=("told_by",), of_home=("home_id",), since="batch_id.created_at", why=MONEY
    ),
    PersonalData(Batch, "Files for payment they made", by_person=("created_by",), why=MONEY),
    PersonalData(PaymentLayout, "Layout of the payment file", by_person=("changed_by",), why=WHO_DID_IT),
    PersonalData(ClosedMonth, "Months they closed", by_person=("closed_by",), why=MONEY),
    PersonalData(UpliftPolicy, "Policies they started", by_person=("created_by",), why=WHO_DID_IT),
    PersonalData(UpliftRate, "Rates they started", by_person=("created_by",), why=WHO_DID_IT),
    PersonalData(NightsOffPolicy, "Policies of nights off they started", by_person=("created_by",), why=WHO_DID_IT),
)

RETURNS = (
    PersonalData(
        MonthlyReturn, "Monthly returns", by_person=("submitted_by", "locked_by"), why="what was reported to the region"
    ),
    PersonalData(
        ReturnNote, "Notes to monthly returns", by_person=("written_by",), why="what was reported to the region"
    ),
    PersonalData(
        SupportEntry,
        "Support of their home",
        by_person=("written_by",),
        of_home=("home_id",),
        since="helped_on",
        shared_words=("note",),
        beside=("hub_id",),
        why="what was reported to the region",
    ),
    PersonalData(FidelityAnswer, "Answers to the checklist", by_person=("answered_by",), why=WHO_DID_IT),
    PersonalData(FidelityItem, "Items of the checklist", by_person=("added_by",), why=WHO_DID_IT),
    PersonalData(FidelityTerms, "What the checklist asks for", by_person=("set_by",), why=WHO_DID_IT),
    nobodys(AskingRules, "what a hub is asked before a sleepover"),
    nobodys(LadderWaits, "how long an emergency waits for homes"),
    nobodys(RestLevels, "how many nights are many"),
)

PERSONAL_DATA = (*STAYS, *ASKS, *CARDS, *PAYING, *RETURNS)
"""What app.py puts together."""
