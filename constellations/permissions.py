"""What each role may do: one table, in which absent means no."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to the service."""

    HUB_CARER = "hub_carer"
    SATELLITE_CARER = "satellite_carer"
    LIAISON = "liaison"
    MANAGER = "manager"
    FINANCE = "finance"
    REGIONAL = "regional"


CARERS = frozenset({Role.HUB_CARER, Role.SATELLITE_CARER})
"""Those who foster; they belong to a home."""

STAFF = frozenset({Role.LIAISON, Role.MANAGER, Role.FINANCE})
"""Those whom the service employs to look after the constellations."""

SERVICE_WIDE = frozenset({Role.MANAGER, Role.FINANCE})
"""Those who see every constellation of their service."""

ROLE_WORDS: dict[Role, str] = {
    Role.HUB_CARER: "hub carer",
    Role.SATELLITE_CARER: "satellite carer",
    Role.LIAISON: "liaison worker",
    Role.MANAGER: "service manager",
    Role.FINANCE: "finance",
    Role.REGIONAL: "regional viewer",
}


class Permission(StrEnum):
    """One thing that somebody may do."""

    USE_ROOST = "use Roost: home page, notices, own signed-in devices, own password and second step"
    TALK = "read and write in the conversations one is in, and begin some"
    LEAD_GROUPS = "make support groups across the constellations of the service, invite to them, and lead them"
    READ_CONCERNS = "read what worries somebody, as one of its readers, and see to it"
    LOOK_INTO_TALK = "read a conversation one is not in, with a reason that everybody in it sees"
    ANNOUNCE = "write announcements: as hub or liaison worker to a constellation, as manager to the whole service"
    SEE_CONSTELLATION = "see a constellation, its homes and its picture"
    SEE_NIGHTS = "see the month of nights and stays"
    CONFIRM_NIGHTS = "say what happened on a night, and correct it"
    SET_AVAILABILITY = "say when one's home has room; as staff, when a home has"
    ASK_FOR_SLEEPOVER = "ask for a sleepover, withdraw, take what is offered, call a stay off"
    ANSWER_ASKS = "answer an ask: agree, offer something else, decline"
    RECORD_STAY = "record a stay that happened without an ask"
    OVERRULE_CHECK = "let a child sleep where the booking check says no, with a reason"
    READ_STAY_CARDS = "read the stay card and the hand-over of a child: as own home, as host around a stay, as staff"
    KEEP_STAY_CARDS = "fill in the stay card of a child, and say that it is still right: as own home, as staff"
    HAND_OVER = "write hand-over notes, and tick what is in the bag"
    SETTLE_AGREEMENT = "say whether whoever decides for a child has agreed to its stay"
    SEE_UNMET_ASKS = "see the asks of which nothing came, and why"
    SEE_STRAIN = "see which homes have had many nights, or no free weekend"
    SEE_NIGHTS_OFF = "see how many nights off a home has left this year: one's own, or as staff"
    SEE_CHILDREN = "see all children of a constellation, with what only staff know"
    KEEP_REGISTER = "correct homes, memberships, children and placements"
    SETTLE_REGISTER = "make homes, children and constellations, merge what stands twice, close a constellation"
    NAME_DEPUTY = "name a deputy for some days, who may what one may oneself"
    SEE_UPLIFTS = "see the uplift month and claims: one's own home's, or as staff"
    CLOSE_MONTH = "close a month"
    SAY_OF_UPLIFT = "say whether the uplift of one's own home looks right, or which night is wrong"
    CHECK_UPLIFTS = "check claims, settle what carers say is wrong, propose adjustments"
    APPROVE_UPLIFTS = "approve claims that another checked, and adjustments that another proposed"
    PAY_UPLIFTS = "export what is approved, say what was paid, keep supplier numbers and the layout of the file"
    SEE_POLICIES = "see policies and rates"
    SET_POLICIES = "start a policy or a rate"
    SEE_BUDGET = "see the activity budget of a constellation: as hub, or as staff"
    KEEP_BUDGET = "write down what an activity cost: as hub, or as staff"
    SET_BUDGET = "decide on an activity budget"
    SEE_RETURNS = "see the support log and the monthly return of a constellation: as its hub, or as staff"
    KEEP_RETURNS = "keep the support log, finish a monthly return and submit it: as the hub"
    LOCK_RETURNS = "lock monthly returns or send them back; add them up over a quarter or a year"
    SEE_FIDELITY = "see the local fidelity checklist of a constellation: as hub, or as staff"
    ANSWER_FIDELITY = "answer the items that a service added to its checklist"
    SET_FIDELITY = "say what the checklist asks for, and add items to it"
    SEE_EVENTS = "see the calendar: what is on for one's constellations, one's service and one's family"
    PLAN_EVENTS = "plan events: for one's own family, as hub for the constellation, as staff for all"
    ANSWER_EVENTS = "say who of a family comes to an event: for one's own, or as staff"
    HOST_EVENTS = "see who comes to an event by initials, and keep its register: as its host, or as staff"
    SEE_LEARNING = "see what was learned: one's own learning log, or as staff those of carers"
    WRITE_LEARNING = "write courses that one took elsewhere into one's own learning log"
    VERIFY_LEARNING = "say that what stands in a learning log is right, and correct its hours"
    SEE_SUPPORT = "see what keeps carers going: one's own pairs and months, or as staff those of carers"
    CHECK_IN = "write down, as buddy or mentor, that one talked"
    KEEP_PAIRS = "make two carers buddy or mentor and carer, and end that"
    PAY_PAIRS = "see the hours of buddies and mentors, to pay them"
    ANSWER_PULSE = "say in a word how a month is, and choose who reads it"
    READ_PULSE = "read how a month is for a carer who shares it with one"
    ANSWER_HEALTH_CHECK = "answer the anonymous health check of carers"
    SEE_HEALTH_CHECK = "see what carers answered to the health check, where that points at nobody"
    KEEP_DUE_DATES = "see and keep the dates of supervision, annual review and unannounced visit"
    SEE_MILESTONES = "see who has fostered for one, three, five years and so on"
    SEE_TEAMS = "see whom to ask: the teams of the service, and the phone out of hours"
    KEEP_TEAMS = "keep the list of teams"
    READ_HANDBOOK = "read the handbook of the service, and say that one has read a page"
    KEEP_HANDBOOK = "write pages of the handbook, publish and withdraw them"
    SEE_HANDBOOK_READERS = "see who has read a page of the handbook, and who not yet"
    SAY_WHY_LEFT = "say why a home left, and whether the end of a placement was planned"
    SEE_RETENTION = "see how many homes joined and left, and why, as counts"
    ENTER_OUTSIDE = "enter how many homes outside the constellations joined and left"
    KEEP_IN_TOUCH = "see which families need somebody and why, keep the contact log, snooze a family for a while"
    LOAD_EVENTS = "load the events of a service from a calendar file"
    SEE_SIGNS = "see the page of a family: when it last took part, and how"
    SEE_COUNTED = "see what is counted about one's own family, and who sees it"
    SEE_PEOPLE = "see the people of the service"
    INVITE_PEOPLE = "invite people, end their access"
    RESET_SECOND_STEP = "say, as one of two, that somebody lost their second step, so that they set it up anew"
    IMPORT_REGISTER = "load the register"
    SET_SERVICE = "change the service's settings"
    SEE_JOBS = "see the ledger of nightly jobs"
    SEE_REGION = "see a region's constellations as counts"
    SEE_WHO_SAW = "see who saw or took what of a person, a child or a conversation"
    TAKE_EXTRACTS = "take dashboards as files, and the pseudonymised tables of the service"
    ANSWER_RIGHTS = "answer requests about personal data: copies, erasure, legal holds of a person or a child"


P = Permission

_CARER = frozenset(
    {
        P.USE_ROOST,
        P.TALK,
        P.SEE_CONSTELLATION,
        P.SEE_NIGHTS,
        P.CONFIRM_NIGHTS,
        P.ASK_FOR_SLEEPOVER,
        P.ANSWER_ASKS,
        P.RECORD_STAY,
        P.READ_STAY_CARDS,
        P.KEEP_STAY_CARDS,
        P.HAND_OVER,
        P.SET_AVAILABILITY,
        P.SEE_NIGHTS_OFF,
        P.SEE_BUDGET,
        P.KEEP_BUDGET,
        P.SEE_RETURNS,
        P.KEEP_RETURNS,
        P.SEE_FIDELITY,
        P.SEE_EVENTS,
        P.PLAN_EVENTS,
        P.ANSWER_EVENTS,
        P.HOST_EVENTS,
        P.SEE_LEARNING,
        P.WRITE_LEARNING,
        P.SEE_SUPPORT,
        P.CHECK_IN,
        P.ANSWER_PULSE,
        P.READ_PULSE,
        P.ANSWER_HEALTH_CHECK,
        P.SEE_COUNTED,
        P.SEE_TEAMS,
        P.READ_HANDBOOK,
        P.SEE_UPLIFTS,
        P.SAY_OF_UPLIFT,
        P.ANNOUNCE,
    }
)
_LIAISON = frozenset(
    {
        P.USE_ROOST,
        P.TALK,
        P.LEAD_GROUPS,
        P.READ_CONCERNS,
        P.SEE_CONSTELLATION,
        P.SEE_NIGHTS,
        P.CONFIRM_NIGHTS,
        P.SET_AVAILABILITY,
        P.ASK_FOR_SLEEPOVER,
        P.ANSWER_ASKS,
        P.RECORD_STAY,
        P.OVERRULE_CHECK,
        P.READ_STAY_CARDS,
        P.KEEP_STAY_CARDS,
        P.HAND_OVER,
        P.SETTLE_AGREEMENT,
        P.SEE_UNMET_ASKS,
        P.SEE_STRAIN,
        P.SEE_NIGHTS_OFF,
        P.SEE_CHILDREN,
        P.KEEP_REGISTER,
        P.SEE_UPLIFTS,
        P.CLOSE_MONTH,
        P.CHECK_UPLIFTS,
        P.SEE_POLICIES,
        P.SEE_BUDGET,
        P.KEEP_BUDGET,
        P.SEE_RETURNS,
        P.KEEP_RETURNS,
        P.LOCK_RETURNS,
        P.SEE_FIDELITY,
        P.ANSWER_FIDELITY,
        P.SEE_EVENTS,
        P.PLAN_EVENTS,
        P.ANSWER_EVENTS,
        P.HOST_EVENTS,
        P.SEE_LEARNING,
        P.VERIFY_LEARNING,
        P.SEE_SUPPORT,
        P.KEEP_PAIRS,
        P.PAY_PAIRS,
        P.READ_PULSE,
        P.SEE_HEALTH_CHECK,
        P.KEEP_DUE_DATES,
        P.SEE_MILESTONES,
        P.SEE_TEAMS,
        P.READ_HANDBOOK,
        P.SEE_HANDBOOK_READERS,
        P.SAY_WHY_LEFT,
        P.SEE_RETENTION,
        P.KEEP_IN_TOUCH,
        P.LOAD_EVENTS,
        P.SEE_SIGNS,
        P.SEE_PEOPLE,
        P.RESET_SECOND_STEP,
        P.SEE_JOBS,
        P.ANNOUNCE,
        P.NAME_DEPUTY,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HUB_CARER: _CARER,
    Role.SATELLITE_CARER: _CARER,
    Role.LIAISON: _LIAISON,
    Role.MANAGER: (_LIAISON - {P.READ_PULSE})
    | {P.LOOK_INTO_TALK, P.SET_POLICIES, P.SET_BUDGET, P.INVITE_PEOPLE, P.IMPORT_REGISTER, P.SET_SERVICE}
    | {P.APPROVE_UPLIFTS, P.KEEP_TEAMS, P.KEEP_HANDBOOK, P.ENTER_OUTSIDE, P.SET_FIDELITY, P.TAKE_EXTRACTS}
    | {P.SEE_WHO_SAW, P.ANSWER_RIGHTS, P.SETTLE_REGISTER},
    Role.FINANCE: frozenset({P.USE_ROOST, P.TALK, P.SEE_UPLIFTS, P.SEE_POLICIES, P.SEE_BUDGET, P.SEE_JOBS})
    | {P.SEE_EVENTS, P.APPROVE_UPLIFTS, P.PAY_UPLIFTS, P.PAY_PAIRS, P.SEE_TEAMS, P.READ_HANDBOOK}
    | {P.RESET_SECOND_STEP, P.NAME_DEPUTY},
    Role.REGIONAL: frozenset({P.USE_ROOST, P.SEE_REGION, P.SEE_RETENTION}),
}


def permissions_page() -> str:
    """The table as a page of the documentation; `make docs` writes it to docs/permissions.md."""
    roles = list(Role)
    lines = [
        "# Who may do what",
        "",
        "Printed from `constellations/permissions.py` by `make docs`, and compared with it by a test. What is not",
        "marked is refused. A permission says what a role may do at all; whose homes, children and nights it reaches",
        "is said by each model's `seen_by` (see decisions/0003-access.md).",
        "",
        f"| | {' | '.join(ROLE_WORDS[role] for role in roles)} |",
        f"|---|{'---|' * len(roles)}",
    ]
    for permission in Permission:
        marks = ("yes" if permission in ROLE_PERMISSIONS[role] else "" for role in roles)
        lines.append(f"| {permission} | {' | '.join(marks)} |")
    return "\n".join(lines) + "\n"
