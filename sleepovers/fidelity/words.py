"""How the checklist says what it asks, what it found, and what can be done."""

from collections.abc import Callable

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from constellations.core.words import day_words, full_day_words, listed_words
from constellations.rules import ConstellationKind
from sleepovers.fidelity.own.rules import Answered
from sleepovers.fidelity.rules import Item, Judged, Standing, Terms

ITEM_WORDS: dict[Item, str] = {
    Item.SIZE: _("The right size"),
    Item.BEDS: _("Beds kept for the constellation"),
    Item.GATHERING: _("A gathering each month"),
    Item.CARERS_MEETING: _("A carers’ meeting each month"),
    Item.BOTH_KINDS: _("Planned and emergency sleepovers both offered"),
    Item.LIAISON: _("A liaison worker named"),
    Item.OUT_OF_HOURS: _("Somebody to reach out of hours"),
    Item.CHILDREN: _("What children want is written down"),
}

STANDING_WORDS: dict[Standing, str] = {
    Standing.MET: _("met"),
    Standing.AMBER: _("about to slip"),
    Standing.NOT_MET: _("not met"),
}

STANDING_TONES: dict[Standing, str] = {
    Standing.MET: "good",
    Standing.AMBER: "attention",
    Standing.NOT_MET: "urgent",
}
"""The shape and colour of each, as the macro `status` knows them."""

COLUMNS = (
    *("constellation", "item", "standing", "facts", "slips_on", "to_do"),
    *("answered_on", "answered_by"),
)
"""Those of the file: docs/extracts.md says what each holds."""


def asked_words(item: Item, terms: Terms, kind: ConstellationKind) -> str:
    """Say what an item asks for."""
    months = ngettext("%(num)s month", "%(num)s months", terms.months)
    said: dict[Item, str] = {
        Item.SIZE: _size_asked(terms, kind),
        Item.BEDS: ngettext("At least %(num)s bed is kept.", "At least %(num)s beds are kept.", terms.beds),
        Item.GATHERING: gettext("One that was not called off, in every month."),
        Item.CARERS_MEETING: gettext("One that was not called off, in every month."),
        Item.BOTH_KINDS: gettext(
            "Of each kind somebody offered a bed within %(months)s, or is there to do so.", months=months
        ),
        Item.LIAISON: gettext("Somebody looks after the constellation, today and in a month."),
        Item.OUT_OF_HOURS: gettext("A phone for the night, and a hub home that is there or covered."),
        Item.CHILDREN: gettext("At least one ask within %(months)s says the child’s own wish.", months=months),
    }
    return said[item]


def _size_asked(terms: Terms, kind: ConstellationKind) -> str:
    if kind is ConstellationKind.HIVE:
        return str(gettext("Up to %(num)s homes.", num=terms.hive_largest))
    return str(gettext("%(first)s to %(last)s satellites.", first=terms.smallest, last=terms.largest))


def facts_words(found: Judged) -> str:
    """Say what an item rests on, and when it slips: "7 beds are kept. From Tue 1 Dec on it is 1."."""
    return " ".join(filter(None, (FACTS[found.item](found), slip_words(found))))


def slip_words(found: Judged) -> str:
    """Say what brings an amber item down; empty of any other."""
    if found.standing is not Standing.AMBER:
        return ""
    if found.slips_on is None:
        return str(gettext("That is the least: with one fewer it is not met."))
    day = day_words(found.slips_on)
    if found.item in (Item.GATHERING, Item.CARERS_MEETING):
        return str(gettext("Without another one it is not met from %(day)s on.", day=day))
    if found.then is not None:
        return str(gettext("From %(day)s on it is %(num)s.", day=day, num=found.then))
    return str(gettext("From %(day)s on it is not met any more, as far as is known today.", day=day))


def _size(found: Judged) -> str:
    return str(ngettext("%(num)s home beside the hub today.", "%(num)s homes beside the hub today.", found.now))


def _beds(found: Judged) -> str:
    return str(ngettext("%(num)s bed is kept today.", "%(num)s beds are kept today.", found.now))


def _monthly(found: Judged) -> str:
    last = gettext("The last was on %(day)s.", day=day_words(found.last)) if found.last else gettext("None lately.")
    to_come = gettext("The next is on %(day)s.", day=day_words(found.next)) if found.next else ""
    return " ".join(filter(None, (last, to_come)))


def _both_kinds(found: Judged) -> str:
    planned = gettext("Planned: %(offered)s of %(asked)s had an offer.", offered=found.now, asked=found.of)
    asked, offered = found.emergency
    at_once = gettext("Emergencies: %(offered)s of %(asked)s had an offer.", offered=offered, asked=asked)
    return " ".join(
        (
            planned if found.of else gettext("Nobody asked for a planned one."),
            at_once if asked else gettext("Nobody asked in an emergency."),
        )
    )


def _liaison(found: Judged) -> str:
    if not found.now:
        return str(gettext("Nobody looks after it today."))
    return str(ngettext("%(num)s person looks after it.", "%(num)s people look after it.", found.now))


def _out_of_hours(found: Judged) -> str:
    phone = gettext("There is a phone out of hours.") if found.now else gettext("Your service has entered no phone.")
    there = (
        gettext("The hub is there, or covered.") if found.of else gettext("The hub is not there, and nobody covers.")
    )
    return f"{phone} {there}"


def _children(found: Judged) -> str:
    if not found.of:
        return str(gettext("Nobody asked for a sleepover in this time."))
    return str(gettext("%(num)s of %(all)s asks say what the child wants.", num=found.now, all=found.of))


FACTS: dict[Item, Callable[[Judged], str]] = {
    Item.SIZE: _size,
    Item.BEDS: _beds,
    Item.GATHERING: _monthly,
    Item.CARERS_MEETING: _monthly,
    Item.BOTH_KINDS: _both_kinds,
    Item.LIAISON: _liaison,
    Item.OUT_OF_HOURS: _out_of_hours,
    Item.CHILDREN: _children,
}

TO_DO_WORDS: dict[Item, str] = {
    Item.SIZE: _("Let a home join, or look at who belongs to it"),
    Item.BEDS: _("Look at the hub’s beds, and who covers"),
    Item.GATHERING: _("Plan a gathering"),
    Item.CARERS_MEETING: _("Plan a carers’ meeting"),
    Item.BOTH_KINDS: _("Look at what came to nothing"),
    Item.LIAISON: _("Say who looks after it"),
    Item.OUT_OF_HOURS: _("Name a home that covers"),
    Item.CHILDREN: _("Ask the child when you ask for a sleepover"),
}


def own_words(answer: Answered | None) -> str:
    """Say how an own item was answered: "Yes, on 3 November, said by Ruth: “all have the guide”."."""
    if answer is None:
        return str(gettext("Nobody has answered this yet."))
    yes = gettext("Yes") if answer.is_met else gettext("No")
    when = gettext("on %(day)s", day=full_day_words(answer.answered_on))
    who = gettext("said by %(who)s", who=answer.who) if answer.who else ""
    said = ", ".join(filter(None, (yes, when, who)))
    return f"{said}: “{answer.note}”." if answer.note else f"{said}."


def terms_words(terms: Terms) -> str:
    """Say what a service asks for: "6 to 10 satellites, up to 20 homes of a Hive, 2 beds, 6 months back"."""
    said: str = gettext(
        "%(first)s to %(last)s satellites, up to %(hive)s homes of a Hive, %(beds)s, %(months)s back",
        first=terms.smallest,
        last=terms.largest,
        hive=terms.hive_largest,
        beds=ngettext("%(num)s bed", "%(num)s beds", terms.beds),
        months=ngettext("%(num)s month", "%(num)s months", terms.months),
    )
    if terms.off:
        names = listed_words([str(ITEM_WORDS[item]) for item in Item if item in terms.off])
        said = gettext("%(said)s; switched off: %(names)s", said=said, names=names)
    return said
