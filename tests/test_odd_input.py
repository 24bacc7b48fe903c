"""Odd input: whatever stands in an address or a form, Roost answers in words and never with a fault."""

import os
import re
from http import HTTPStatus

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from app import create_app
from constellations.core.settings import read_settings
from constellations.guard import DECLARED, PUBLIC
from constellations.permissions import ROLE_PERMISSIONS, Role
from tests.addresses import SAMPLES
from tests.client import RoostClient, client_of
from tests.samples import World, make_world

ODD = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "9" * 30,
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "²",
    "٣",
    "2026-13",
    "2026-02-30",
    "0001-01-01",
    "9999-12-01",
    "9999-12-31",
    "31/12/9999",
    "0001-01-01T00:00:00+14:00",
    "24:00",
    "'; drop table person; --",
    "%",
    "%(name)s %s {0}",
    "{{7*7}}{% raw %}",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "//evil.example",
    "\u202e\u2028\ufeff\U0001f989",
    "é" * 300,
    "x" * 20_000,
    "00000000-0000-0000-0000-000000000000",
    "{00000000000000000000000000000007}",
)
"""What people, bugs and attackers send instead of what was asked for."""

FIELDS = (
    ("page", "month", "constellation", "constellation_id", "home", "service", "told", "role", "left", "next", "out")
    + ("email", "password", "new_password", "name", "home_id", "version", "first", "last", "is_cover", "key", "area")
    + ("day", "beds", "approved_children", "status", "sure", "old_hub", "initials", "born", "stay_authority")
    + ("is_solo", "other_id", "sleepover_word", "out_of_hours_phone", "valid_from", "threshold", "basis", "shape")
    + ("eligible_roles", "counted_kinds", "counted_statuses", "per_night", "flat", "night", "back", "reason")
    + ("came_on", "came_at", "left_on", "left_at", "opened_at", "files", "token", "id", "sort", "_method")
    + ("from", "until", "weekdays", "seen", "quiet_from", "quiet_until", "by_mail", "by_push", "morning_summary")
    + ("monday_digest", "shares_reading")
    + ("endpoint", "p256dh", "auth")
    + ("review_on", "social_worker_email", "child_ids", "conditions")
    + ("host_id", "family_id", "child_id", "kind")
    + ("family", "children", "arrive_on", "last_night", "homes", "apart", "weeks", "note", "usual", "other_first")
    + ("title", "body", "audience", "when", "at", "answer", "answers", "closes_on")
    + ("client_id", "reply_to", "consent", "description", "photos_allowed", "documents_allowed")
    + ("other_last", "other_home", "child", "home", "last", "version")
    + ("body", "client_id", "reply_to", "emoji", "words", "about", "in_danger", "outcome", "remove", "people", "title")
    + ("person", "conversation", "after", "before", "reply", "earlier")
    + ("called", "routine", "food", "phones", "things", "off", "ticked-there", "shown-home", "again-password")
    + ("again-code", "spoken")
    + ("tenant_id", "client_secret", "is_only_way", "calendars", "for")
    + ("often", "wish", "scope", "where", "short_notice_hours", "first_stay", "settled_after")
    + ("night", "stay", "words", "state", "answer", "way", "pence", "nights", "reason", "decision", "chosen", "clean")
    + ("supplier_number", "columns", "cost_centre", "code", "paid_on", "came_back", "file", "closing_day")
    + ("api_key", "mail_template", "text_template", "way", "by_text", "mobile")
    + ("first_nights", "second_nights", "weekends", "stay_first", "stay_second", "amount", "unit", "year_day")
    + ("nation", "choice", "show")
    + ("contents", "detail")
    + ("does", "topics", "phone", "hours", "about", "changed", "asks", "what", "reasons", "left_on", "on", "planned")
    + ("small", "at_start", "joined")
    + ("year_month", "pro_rata", "used_by", "short_nights", "since", "months", "what", "spent_on", "receipt")
    + ("year", "decided_on", "carer")
    + ("drifting_days", "call_days", "sooner_days", "grace_days", "prefers", "until", "words")
    + ("starts_at", "ends_at", "place", "bring", "host", "capacity", "cost", "photos", "repeats", "times", "circle")
    + ("constellations", "event", "occurrence")
    + ("help", "helped_on", "minutes", "resignations", "resignations_many", "endings", "story", "act", "quarter", "of")
    + ("helper_id", "carer_id", "goals", "minutes", "met_on", "said", "shared_with", "done_on", "next_on")
    + ("questions", "sentence_1", "course", "learned_on", "hours", "step", "approved_on")
    + ("items", "smallest", "largest", "hive_largest", "is_met", "answered_on")
    + ("answer", "chosen", "guests", "more_adults", "more_children", "diet", "all_dates", "add")
    + ("do", "also", "erase")
)
"""Every name that some address or form of Roost knows, and a few that none does."""

LIKELY = {
    "email": ("new@example.org",),
    "password": ("lanterns by the river at dusk",),
    "new_password": ("lanterns by the river at dusk",),
    "name": ("Ash", "flag_uplifts"),
    "role": ("satellite", "liaison", "hub_carer", "regional"),
    "status": ("active", "left", "on_hold", "kinship"),
    "social_worker_email": ("new@example.org",),
    "stay_authority": ("delegated",),
    "initials": ("AB",),
    "born": ("2015-03",),
    "key": ("K1",),
    "beds": ("2",),
    "approved_children": ("3",),
    "sure": ("y",),
    "sleepover_word": ("stayover",),
    "threshold": ("16",),
    "basis": ("child_nights",),
    "shape": ("per_night_beyond",),
    "eligible_roles": ("hub",),
    "counted_kinds": ("planned",),
    "counted_statuses": ("kinship",),
    "per_night": ("40.00",),
    "version": ("1", "2"),
    "night": ("2026-10-30",),
    "nights": ("1",),
    "came_on": ("2026-10-30",),
    "left_on": ("2026-11-01",),
    "back": ("waiting", "home"),
    "from": ("2026-11-29",),
    "weekdays": ("0", "6"),
    "seen": ("1111111",),
    "kind": ("emergency", "gathering"),
    "title": ("Training",),
    "body": ("On Tuesday.",),
    "when": ("now", "later"),
    "at": ("08:00",),
    "answer": ("1 yes", "2", "going", "no"),
    "chosen": ("y",),
    "more_adults": ("1",),
    "more_children": ("0",),
    "weeks": ("1", "3"),
    "often": ("once", "weekly"),
    "scope": ("this", "following", "all"),
    "usual": ("0",),
    "quiet_from": ("22:00",),
    "quiet_until": ("06:30",),
    "mobile": ("07700 900123",),
    "about": ("nobody", "liaison", "hub_carer"),
    "outcome": ("talked",),
    "words": ("cot", "hello"),
    "first_nights": ("12",),
    "second_nights": ("20",),
    "weekends": ("4",),
    "stay_first": ("10",),
    "stay_second": ("14",),
    "amount": ("14",),
    "unit": ("nights", "days"),
    "year_day": ("1",),
    "year_month": ("4",),
    "used_by": ("respite",),
    "short_nights": ("0",),
    "since": ("2026-09",),
    "what": ("Bowling", "publish"),
    "phone": ("0300 555 0111",),
    "reasons": ("retired",),
    "planned": ("yes",),
    "small": ("hidden",),
    "changed": ("The phone number.",),
    "at_start": ("60",),
    "receipt": ("R1",),
    "year": ("2026",),
    "state": ("stands", "put_right"),
    "way": ("more", "less", "text"),
    "pence": ("40",),
    "decision": ("approve", "waive"),
    "columns": ("amount = Net\nreference = Ref",),
    "closing_day": ("5",),
    "starts_at": ("14:00",),
    "ends_at": ("17:00",),
    "photos": ("none",),
    "repeats": ("never", "weekly"),
    "times": ("3",),
    "help": ("check_in",),
    "resignations": ("yes", "no"),
    "resignations_many": ("1",),
    "endings": ("no",),
    "act": ("submit", "lock", "keep"),
    "quarter": ("1",),
    "circle": ("home", "constellations", "service"),
    "items": ("size", "beds"),
    "smallest": ("2",),
    "largest": ("4",),
    "hive_largest": ("20",),
    "is_met": ("yes", "no"),
    "do": ("copy", "hold", "erase", "confirm", "withdraw"),
    "erase": ("yes",),
}
"""What gets past the first check of a field, so that the odd one beside it is looked at."""

DAYS = (
    "day",
    "first",
    "last",
    "until",
    "valid_from",
    "review_on",
    "arrive_on",
    "last_night",
    "other_first",
    "other_last",
    "spent_on",
    "decided_on",
    "helped_on",
    "answered_on",
)
CHOSEN = (
    *("constellation_id", "home_id", "other_id", "child_ids", "told", "constellation", "home"),
    *("host_id", "family_id", "child_id", "family", "children", "homes", "other_home", "child", "audience"),
    *("person", "conversation", "after", "constellations", "host", "event", "occurrence", "guests", "add"),
)


EXAMPLES = int(os.environ.get("ROOST_ODD_INPUTS", "30"))
"""How often each role attacks; more than that before a release."""

UNHURRIED = list(HealthCheck)

LEFT_OUT = {"static", "accounts.sign_out", "health.ready"}
"""Files; what ends the attack; and what speaks of the installation, which in a test has no version."""


def _routes() -> list[tuple[Rule, str]]:
    app = create_app(read_settings({"ROOST_ENV": "test", "DATABASE_URL": "sqlite:///nowhere.db"}))
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in LEFT_OUT]
    return [(rule, method) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


ROUTES = _routes()


def may_open(app: Flask, rule: Rule, role: Role) -> bool:
    """Whether a role is let in there at all."""
    declared = getattr(app.view_functions[rule.endpoint], DECLARED)
    return declared == PUBLIC or declared in ROLE_PERMISSIONS[role]


def address(rule: Rule, samples: dict[str, str], odd: str) -> str:
    """The address of the sample objects, with odd words for months and tokens."""
    path = rule.rule
    for name in rule.arguments:
        value = samples.get(name) or odd.replace("/", "") or "x"
        path = re.sub(rf"<(?:[a-z_]+:)?{name}>", value.replace("\\", "-"), path)
    return path


def fault_of(client: RoostClient, path: str, method: str, filled: dict[str, str]) -> str:
    """What went wrong on our side when somebody sent this; empty where nothing did."""
    answer = client.get(path, query_string=filled) if method == "GET" else client.post(path, data=filled)
    return f"{method} {path}: {answer.status}" if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else ""


@pytest.fixture
def world(app: Flask) -> World:
    """One of everything."""
    return make_world()


def values_of(field: str, samples: dict[str, str]) -> st.SearchStrategy[str]:
    """Likely and odd values of a field, the likely ones often."""
    likely = LIKELY.get(field, ())
    if field in DAYS:
        likely = ("2026-11-22", "2026-12-01", "9999-12-31")
    if field in CHOSEN:
        likely = tuple(samples.values())
    return st.sampled_from(likely) | st.sampled_from(ODD) if likely else st.sampled_from(ODD)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.HUB_CARER, Role.LIAISON])
def test_odd_words_alone_and_among_likely_ones_are_answered(app: Flask, world: World, role: Role) -> None:
    open_to = [each for each in ROUTES if may_open(app, each[0], role)]
    samples = {name: str(sample(world)) for name, sample in SAMPLES.items()}
    everywhere = st.sampled_from(ODD).map(lambda odd: dict.fromkeys(FIELDS, odd))
    among = st.fixed_dictionaries({field: values_of(field, samples) for field in FIELDS})

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=UNHURRIED)
    @given(where=st.sampled_from(open_to), filled=everywhere | among)
    def attack(where: tuple[Rule, str], filled: dict[str, str]) -> None:
        rule, method = where
        path = address(rule, samples, filled["month"])
        assert fault_of(client_of(app, world.people[role]), path, method, filled) == ""

    attack()


def test_a_version_of_thousands_of_figures_is_no_version(app: Flask, world: World) -> None:
    filled = {"version": "9" * 5000, "name": "North", "sleepover_word": "sleepover", "nation": "england"}
    answer = client_of(app, world.people[Role.MANAGER]).post("/service", data=filled)
    assert answer.status_code == HTTPStatus.CONFLICT
