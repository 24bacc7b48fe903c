"""How long each kind of record of constellations is kept, and why the other tables are not emptied by age."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from constellations.accounts import kept as accounts
from constellations.activity import kept as activity
from constellations.budget import kept as budget
from constellations.engagement import kept as engagement
from constellations.events.keeping import kept as events
from constellations.feeds.addresses import kept as feed_addresses
from constellations.jobs import kept as jobs
from constellations.keeping.declaration import Kept
from constellations.notices import kept as notices
from constellations.register import kept as register
from constellations.rights import kept as rights
from constellations.support import kept as support
from constellations.support.carers_record import kept as carers_record

KEPT: tuple[Kept, ...] = (
    *events.KEPT,
    *support.KEPT,
    *carers_record.KEPT,
    *engagement.KEPT,
    *budget.KEPT,
    *notices.KEPT,
    *feed_addresses.KEPT,
    *accounts.KEPT,
    *rights.KEPT,
    *register.KEPT,
    *jobs.KEPT,
    *activity.KEPT,
)

WHO_IS_WHO = _(
    "Who is who: it says whose other records are and who may see them, so it stays as long as any of them does. "
    "A person is erased by hand (Rights)."
)
OWN_SETTING = _("What the service set for itself. It is about nobody, and the next setting takes its place.")
PUBLISHED = _("What the service wrote for all its carers. It is about nobody.")
CALENDAR = _("What was on, not who came. It is the constellation’s diary.")
WORKED_OUT = _("Worked out from other records. A job of its own forgets it when no calendar holds it any more.")
PROOF = _(
    "The audit trail: ids and names of fields, never a value. Each link proves the one before, so none is cut out; "
    "once somebody is erased their id leads to nobody."
)

SIGNS_IN_WITH = _(
    "What somebody signs in with. It stays until they take it away, two of the staff reset it, or they are erased: "
    "who ends their access and lets them back in does not get past it."
)
HALF_WAY = _("Something that was begun. It is good for minutes, and goes with the next that is begun.")

LASTING: Mapping[str, LazyString] = {
    **dict.fromkeys(("region", "service", "constellation", "home", "home_terms", "membership"), WHO_IS_WHO),
    **dict.fromkeys(("person", "person_home", "liaison_assignment", "hub_cover"), WHO_IS_WHO),
    **dict.fromkeys(("event", "occurrence", "event_constellation"), CALENDAR),
    **dict.fromkeys(("feed_change", "feed_circle", "feed_debt", "feed_entry", "feed_entry_circle"), WORKED_OUT),
    **dict.fromkeys(("audit_entry", "audit_head"), PROOF),
    **dict.fromkeys(("own_day", "school_period", "extract_key", "needs_levels", "notify_account"), OWN_SETTING),
    **dict.fromkeys(("code_app", "recovery_code", "passkey", "council_account"), SIGNS_IN_WITH),
    **dict.fromkeys(("half_way", "passkey_challenge", "council_way"), HALF_WAY),
    "council_sign_in": OWN_SETTING,
    "deputy": WHO_IS_WHO,
    "old_key": _("Former keys, by which an older file of the register finds a record. They stay as long as it does."),
    "step_reset": _("Who confirmed that somebody lost their second step. It goes with the person."),
    **dict.fromkeys(("how_long", "health_question", "pathway_course"), OWN_SETTING),
    **dict.fromkeys(("support_team", "handbook_page", "handbook_version"), PUBLISHED),
    "alert_setting": _("What a person chose of how Roost tells them. It goes with the person."),
    "prefers_phone": _("That a family would rather be called. It stays until they say otherwise."),
    "sign_mark": _("Up to where the activity log is counted. It is about nobody."),
    "heartbeat": _("When the jobs last ran. It is about nobody."),
    "outside_homes": _("Counts of a service, entered by hand. They are about nobody."),
    "health_check": _("When a health check was open. It is about nobody."),
    "health_tally": _("How often an answer was given. It never says by whom."),
    "health_mark": _("That somebody has answered. It goes as soon as the check is over, by a job of its own."),
}
"""The tables that no kind looks after, each with its reason; a test fails where one is in neither."""
