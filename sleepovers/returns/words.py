"""A return in words: what its numbers are called, its tables, and what people are told of it."""

import datetime as dt
from collections.abc import Iterator

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from constellations.core.clock import Month
from constellations.core.words import full_day_words, listed_words, moment_words, month_words
from constellations.support.learning.words import hours_words
from sleepovers.returns.figures.facts import (
    AT_HUB,
    AT_SATELLITES,
    NIGHTLY,
    OF_EVENTS,
    TIMED,
    Figures,
    Help,
    Moved,
    Support,
)
from sleepovers.returns.layout import Beside, Pair, Sheet, Step, Table, Told
from sleepovers.returns.rules import ReturnState, Said

SUPPORT_WORDS: dict[str, str] = {
    Support.CARERS: _("daytime support for carers"),
    Support.CHILDREN: _("daytime support for children"),
    Support.SOCIAL: _("social activity"),
    Support.MEETING: _("constellation meeting"),
    Support.PLANNED: _("planned sleepover, overnight"),
    Support.EMERGENCY: _("emergency sleepover, overnight"),
    Support.TRAINING: _("training session"),
    Support.CHECK_IN: _("check-in, and other help"),
}

EVENT_WORDS: dict[str, str] = {
    Support.SOCIAL: _("Social activities"),
    Support.MEETING: _("Meetings"),
    Support.TRAINING: _("Training"),
}
"""Heads of columns, which are narrow."""

HELP_WORDS: dict[str, str] = {
    Help.CARERS: _("daytime support for a carer"),
    Help.CHILDREN: _("daytime support for children"),
    Help.CHECK_IN: _("check-in"),
    Help.OTHER: _("other help"),
}

STATE_WORDS: dict[str, str] = {
    ReturnState.OPEN: _("open"),
    ReturnState.SUBMITTED: _("with the liaison worker"),
    ReturnState.LOCKED: _("locked"),
}

STATE_TONES: dict[str, str] = {ReturnState.SUBMITTED: "mine", ReturnState.LOCKED: "good"}

MOVED_WORDS: dict[str, str] = {
    Moved.JOINED: _("joined"),
    Moved.LEFT: _("left, last day"),
    Moved.BECAME_HUB: _("became the hub"),
    Moved.NO_LONGER_HUB: _("is a satellite now"),
}

NIGHT_WORDS: dict[str, str] = dict(
    zip(
        NIGHTLY,
        (
            _("at the hub: planned"),
            _("at the hub: emergency"),
            _("at the hub: all"),
            _("at satellites: planned"),
            _("at satellites: emergency"),
            _("at satellites: all"),
        ),
        strict=True,
    )
)

FIGURE_WORDS: dict[str, str] = {
    "times": _("times"),
    "minutes": _("minutes"),
    "child_nights": _("child-nights"),
    "nights": _("nights"),
    "children": _("children"),
}

SINGLE_WORDS: dict[str, str] = {
    "other_times": _("other help: times"),
    "day_visits": _("visits by day at the hub"),
    "satellite_day_visits": _("visits by day at satellites"),
    "children": _("children in all"),
    "not_counted_child_nights": _("child-nights that do not count"),
    "unconfirmed_child_nights": _("child-nights of which nobody has said what happened"),
    "events_without_register": _("dates without a register"),
    "homes": _("homes at the end of the month"),
    "homes_joined": _("homes that joined"),
    "homes_left": _("homes that left"),
}


def number_words(name: str) -> str:
    """What a number of a return is called, by its name."""
    if name in SINGLE_WORDS:
        return str(SINGLE_WORDS[name])
    for words in (SUPPORT_WORDS, NIGHT_WORDS):
        for kind, said in words.items():
            figure = name.removeprefix(f"{kind}_")
            if figure in FIGURE_WORDS and figure != name and (words is NIGHT_WORDS or kind in TIMED):
                return str(gettext("%(kind)s: %(figure)s", kind=said, figure=FIGURE_WORDS[figure]))
    raise KeyError(name)


def sheet_of(told: Told, made_at: dt.datetime) -> Sheet:
    """A return in words; `made_at` is when it was submitted or locked, or now while it is open."""
    figures = told.figures
    return Sheet(
        title=gettext("Monthly return"),
        line=gettext("%(name)s, %(month)s", name=told.constellation, month=month_words(told.month)),
        facts=tuple(_facts(told)),
        remarks=tuple(_remarks(figures)),
        tables=tuple(_tables(figures)),
        answers=tuple(_answers(told)),
        story=told.answers.story,
        since=tuple(_since(told)),
        beside=tuple(beside_words(one) for one in told.beside),
        made_at=made_at,
    )


def step_words(step: Step) -> str:
    """Say who took a step and when: "Moira Kelly, Tue 1 Dec, 09:00"."""
    when = moment_words(step.at)
    return str(gettext("%(who)s, %(when)s", who=step.who, when=when)) if step.who else when


def _facts(told: Told) -> Iterator[Pair]:
    yield gettext("Service"), told.service
    yield gettext("Constellation"), told.constellation
    yield gettext("Month"), month_words(told.month)
    yield gettext("How it stands"), str(STATE_WORDS[told.state])
    yield gettext("Hub"), listed_words(told.hubs) if told.hubs else gettext("no home was the hub")
    for word, step in ((gettext("Submitted"), told.submitted), (gettext("Locked"), told.locked)):
        if step is not None:
            yield word, step_words(step)


def _remarks(figures: Figures) -> Iterator[str]:
    it = figures.numbers
    if figures.is_empty:
        yield gettext("Nothing is written down for this month.")
    if it["not_counted_child_nights"]:
        yield ngettext(
            "%(num)s child-night is not counted: of a child under special guardianship or adopted, or of day care.",
            "%(num)s child-nights are not counted: of children under special guardianship or adopted, or of day care.",
            it["not_counted_child_nights"],
        )
    if it["unconfirmed_child_nights"]:
        yield ngettext(
            "Of %(num)s child-night nobody has said what happened. It is not counted.",
            "Of %(num)s child-nights nobody has said what happened. They are not counted.",
            it["unconfirmed_child_nights"],
        )
    if it["events_without_register"]:
        yield ngettext(
            "%(num)s date has no register of who came. It is not counted.",
            "%(num)s dates have no register of who came. They are not counted.",
            it["events_without_register"],
        )
    if it["other_times"]:
        yield ngettext(
            "Of check-ins and other help, %(num)s was other help.",
            "Of check-ins and other help, %(num)s were other help.",
            it["other_times"],
        )


def _tables(figures: Figures) -> Iterator[Table]:
    it = figures.numbers
    yield Table(
        gettext("The eight kinds of support"),
        ((gettext("Kind"), False), (gettext("How often"), True), (gettext("How long"), True)),
        tuple(_support(figures, kind) for kind in Support),
    )
    yield Table(
        gettext("Nights"),
        (
            (gettext("Where"), False),
            (gettext("Child-nights"), True),
            (gettext("Nights"), True),
            (gettext("Children"), True),
        ),
        (
            *(
                (str(NIGHT_WORDS[name]), *(str(it[f"{name}_{one}"]) for one in ("child_nights", "nights", "children")))
                for name in (*AT_HUB, *AT_SATELLITES)
            ),
            (gettext("children in all, visits by day too"), "", "", str(it["children"])),
        ),
    )
    yield _families(figures)
    moves = tuple((one.home, str(MOVED_WORDS[one.moved]), full_day_words(one.on)) for one in figures.moves)
    if moves:
        columns = (gettext("Home"), gettext("What"), gettext("When"))
        yield Table(gettext("Who came and went"), tuple((one, False) for one in columns), moves)


def _support(figures: Figures, kind: Support) -> tuple[str, str, str]:
    it, word = figures.numbers, str(SUPPORT_WORDS[kind]).capitalize()
    if kind not in TIMED:
        nights = ngettext("%(num)s child-night", "%(num)s child-nights", it[f"{kind}_child_nights"])
        return word, nights, gettext("counted by nights")
    minutes = it[f"{kind}_minutes"]
    return word, str(it[f"{kind}_times"]), hours_words(minutes) if minutes else "–"


def _families(figures: Figures) -> Table:
    heads = [gettext("Family")]
    heads += [str(EVENT_WORDS[kind]) for kind in OF_EVENTS]
    heads += [gettext("Adults came"), gettext("Children came"), gettext("Helped by the hub")]
    rows = [
        (
            one.home,
            *(_of(one.came[kind], one.held[kind]) for kind in OF_EVENTS),
            str(one.adults),
            str(one.children),
            _helped(one.helped_times, one.helped_minutes),
        )
        for one in figures.families
    ]
    return Table(gettext("Each family"), tuple((word, n > 0) for n, word in enumerate(heads)), tuple(rows))


def _of(came: int, held: int) -> str:
    return str(gettext("%(came)s of %(held)s", came=came, held=held)) if held else "–"


def _helped(times: int, minutes: int) -> str:
    if not times:
        return "–"
    often = ngettext("%(num)s time", "%(num)s times", times)
    return f"{often}, {hours_words(minutes)}" if minutes else str(often)


def _answers(told: Told) -> Iterator[Pair]:
    said = told.answers
    yield gettext("Carers who would have stopped fostering without the constellation"), answer_words(said.resignations)
    yield gettext("Placements that would have ended without the constellation"), answer_words(said.endings)


def answer_words(number: int | None) -> str:
    """Say an answer: not said yet, no, or yes with its number."""
    if number is None:
        return str(gettext("not said yet"))
    return str(gettext("yes, %(number)s", number=number)) if number else str(gettext("no"))


def _since(told: Told) -> Iterator[str]:
    """What a return that was submitted does not say, because it happened later."""
    for one in told.since.numbers:
        said = number_words(one.name)
        yield gettext("%(number)s: %(now)s, was %(before)s", number=said, now=one.now, before=one.before)
    if told.since.families:
        yield gettext("the lines of: %(homes)s", homes=listed_words(told.since.families))
    if told.since.moves:
        yield gettext("who came and went")


def beside_words(one: Beside) -> str:
    """Say what stands beside a return: who said it, when, and the words."""
    said = gettext("Sent back") if one.said is Said.SENT_BACK else gettext("Note")
    return str(gettext("%(what)s, %(step)s: %(words)s", what=said, step=step_words(one.step), words=one.words))


def submitted_news(constellation: str, month: Month) -> str:
    """Tell staff that a return waits for them."""
    words = gettext("The return of %(name)s for %(month)s is finished. Look at it, and lock it or send it back.")
    return str(words % {"name": constellation, "month": month_words(month)})


def sent_back_news(month: Month) -> str:
    """Tell a hub that its return came back."""
    words = gettext("Your liaison worker sent the return for %(month)s back to you. Read why, and submit it again.")
    return str(words % {"month": month_words(month)})


def locked_news(month: Month) -> str:
    """Tell a hub that its return is done."""
    return str(gettext("The return for %(month)s is locked. Thank you.", month=month_words(month)))
