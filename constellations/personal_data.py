"""What the tables of constellations say of people and children, and what becomes of it when they are erased."""

from constellations.accounts.personal_data import SIGNING_IN
from constellations.activity.models import Activity, AuditEntry, AuditHead
from constellations.children.models import Child, ChildStatusFrom, NotTogether, Placement
from constellations.cover.models import HubCover
from constellations.days_off.models import OwnDay, SchoolPeriod
from constellations.deputies.models import Deputy
from constellations.events.personal_data import EVENTS
from constellations.extracts.models import ExtractKey
from constellations.homes.exemptions.models import Exemption, ExemptionChild
from constellations.jobs.models import Heartbeat, JobRun
from constellations.keys.models import OldKey
from constellations.models import (
    Constellation,
    Home,
    HomeTerms,
    LiaisonAssignment,
    Membership,
    Person,
    Region,
    Service,
)
from constellations.notices.models import (
    AlertSetting,
    Digest,
    Notice,
    OutboxMail,
    OutboxPush,
    OutboxText,
    PushSubscription,
)
from constellations.notices.notify.models import NotifyAccount
from constellations.people.homes.models import PersonHome
from constellations.register.models import ImportCount, ImportRun, ImportWarning
from constellations.retention.models import OutsideHomes
from constellations.rights.declaration import Erasure, PersonalData, nobodys
from constellations.rights.models import DataRequest, SubjectHold
from constellations.support.personal_data import SUPPORT

OF_HOMES = "the record of a foster home, kept for ten years after its approval ends (Fostering Services Regulations)"
OF_CHILDREN = "the record of where a looked-after child slept, kept for 75 years (Care Planning Regulations)"
WHO_DID_IT = "shows that what was done was done by one of the service, without a name"
LOG = "the log that shows whether anything was altered; it holds keys alone"

PEOPLE = (
    PersonalData(
        Person,
        "Who they are",
        of_person=("id",),
        beside=("home_id",),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"password_hash": None},
        why="what they did for children stays told of one and the same person, under a word instead of a name",
        secret=("password_hash",),
    ),
    PersonalData(
        PersonHome,
        "Homes in which they fostered",
        of_person=("person_id",),
        beside=("home_id",),
        why="nobody decides about the money of a home that was theirs, under whatever role; it holds keys alone",
    ),
    PersonalData(LiaisonAssignment, "Constellations they look after", of_person=("person_id",), why=WHO_DID_IT),
    PersonalData(
        Home, "Their home", of_home=("id",), on_erasure=Erasure.PSEUDONYMISE, blank={"area": None}, why=OF_HOMES
    ),
    PersonalData(HomeTerms, "Beds and approval of their home", of_home=("home_id",), since="starts_on", why=OF_HOMES),
    PersonalData(Membership, "Constellations of their home", of_home=("home_id",), since="starts_on", why=OF_HOMES),
    PersonalData(
        Deputy, "Whom they stood in for", of_person=("person_id",), by_person=("for_id", "named_by"), why=WHO_DID_IT
    ),
    PersonalData(
        OldKey,
        "Former keys in the register",
        of_home=("subject_id",),
        since="since",
        of_child=("subject_id",),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(
        HubCover, "Cover for a hub", by_person=("named_by",), of_home=("home_id",), since="starts_on", why=OF_HOMES
    ),
    PersonalData(
        Exemption,
        "Exemptions from the usual number of children",
        of_home=("home_id",),
        since="starts_on",
        shared_words=("conditions",),
        of_child=("id:exemption_child@exemption_id.child_id",),
        why=OF_HOMES,
    ),
    nobodys(Region, "several services together"),
    nobodys(Service, "a service and its settings"),
    nobodys(Constellation, "a constellation and its name"),
    nobodys(OutsideHomes, "numbers of homes outside Roost"),
)

CHILDREN = (
    PersonalData(
        Child,
        "Who the child is",
        of_child=("id",),
        on_erasure=Erasure.PSEUDONYMISE,
        blank={"social_worker_email": None, "sibling_group": None},
        why=OF_CHILDREN,
    ),
    PersonalData(ChildStatusFrom, "Arrangements", of_child=("child_id",), why=OF_CHILDREN),
    PersonalData(
        Placement,
        "Homes the child lived with",
        of_home=("home_id",),
        since="starts_on",
        of_child=("child_id",),
        why=OF_CHILDREN,
        brings_together=True,
    ),
    PersonalData(
        NotTogether,
        "Children not to sleep in one home with",
        of_child=("first_id", "second_id"),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(
        ExemptionChild,
        "Exemptions that name the child",
        of_home=("exemption_id.home_id",),
        since="exemption_id.starts_on",
        of_child=("child_id",),
        why=OF_HOMES,
    ),
)

TELLING = (
    PersonalData(AlertSetting, "How they are alerted", of_person=("person_id",), on_erasure=Erasure.REMOVE),
    PersonalData(Notice, "Notices", of_person=("person_id",), on_erasure=Erasure.REMOVE),
    PersonalData(Digest, "Monday digests", of_person=("person_id",), on_erasure=Erasure.REMOVE),
    PersonalData(
        OutboxMail,
        "Mails to them",
        of_person=("person_id", "link_id.person_id", "address:person@email.id"),
        on_erasure=Erasure.REMOVE,
        # It may carry a link that opens the account.
        secret=("body",),
    ),
    PersonalData(
        PushSubscription,
        "Browsers that get pushes",
        of_person=("person_id", "device_id.person_id"),
        on_erasure=Erasure.REMOVE,
        secret=("endpoint", "p256dh", "auth"),
    ),
    PersonalData(
        OutboxPush,
        "Pushes to them",
        of_person=("person_id", "subscription_id.person_id"),
        on_erasure=Erasure.REMOVE,
    ),
    PersonalData(OutboxText, "Text messages to them", of_person=("to_id", "person_id"), on_erasure=Erasure.REMOVE),
    PersonalData(
        NotifyAccount,
        "Account for text messages, entered",
        by_person=("entered_by",),
        why=WHO_DID_IT,
        secret=("api_key",),
    ),
)

LOGS = (
    PersonalData(
        Activity,
        "What they did, and when",
        of_person=("person_id", "subject_id"),
        of_home=("home_id",),
        since="at",
        of_child=("subject_id",),
        why="counts of how families take part; it holds keys alone",
    ),
    PersonalData(
        AuditEntry,
        "What was changed, by whom",
        of_person=("person_id", "subject_id"),
        of_child=("subject_id",),
        why=LOG,
        secret=("hash",),
    ),
    PersonalData(
        DataRequest,
        "Requests about personal data",
        of_person=("person_id",),
        by_person=("asked_by", "confirmed_by"),
        of_child=("child_id",),
        why="shows that the service has answered what was asked of it",
        secret=("key", "needles"),
    ),
    PersonalData(
        SubjectHold,
        "Legal holds",
        of_person=("person_id",),
        by_person=("given_by", "lifted_by"),
        of_child=("child_id",),
        why="shows what was kept from being erased, and why",
        withheld=("person_id", "child_id"),
    ),
    PersonalData(ImportRun, "Registers they loaded", by_person=("person_id",), why=WHO_DID_IT),
    PersonalData(ExtractKey, "Key of extracts, renewed", by_person=("renewed_by",), why=WHO_DID_IT, secret=("key",)),
    nobodys(AuditHead, "the end of each audit chain"),
    nobodys(ImportCount, "how many rows an import changed"),
    nobodys(
        ImportWarning,
        "what an import warned of, by row; whoever is named in it is found by an erasure, as in every text",
    ),
    nobodys(Heartbeat, "whether jobs run"),
    nobodys(JobRun, "when which job ran"),
    nobodys(OwnDay, "days off of a service"),
    nobodys(SchoolPeriod, "school terms"),
)

PERSONAL_DATA = (*PEOPLE, *CHILDREN, *SIGNING_IN, *TELLING, *EVENTS, *SUPPORT, *LOGS)
"""What app.py puts together."""
