"""What the demo service announces, and the day that its people are looking for."""

from dataclasses import dataclass

from messaging.polls.rules import Says


@dataclass(frozen=True, slots=True)
class Announced:
    """Who announced what, how many minutes ago, for which constellation or all, and who has said “Got it”."""

    who: str
    minutes_ago: int
    constellation: str | None
    title: str
    body: str
    got_it: tuple[str, ...] = ()


ANNOUNCED = (
    Announced(
        "Priya Raman",
        2 * 1440 + 90,
        None,
        "The out-of-hours number has changed",
        "From today the out-of-hours team is at 0300 555 0100. Please put it on the fridge.\n"
        "If someone is in danger, phone 999 first, as always.",
        (
            "Moira Kelly",
            "Declan Kelly",
            "Anita Patel",
            "Ngozi Okafor",
            "Ruth Adeyemi",
            "Carol Fielding",
            "Lesley Marsh",
        ),
    ),
    Announced(
        "Ruth Adeyemi",
        75,
        "Northern Lights",
        "Training on sleep, Tuesday at ten",
        "In the library, with coffee from half past nine. Places: https://training.example/sleep",
        ("Petra Novak",),
    ),
)

QUESTION = ("Moira Kelly", 55, "When shall we make the Christmas biscuits? At ours, from two o’clock.")
"""Who looks for a day, how many minutes ago, and for what."""

DAYS_AHEAD = (9, 10, 16)

SUITS = {
    "Anita Patel": (Says.YES, Says.NO, Says.IF_NEED_BE),
    "Carol Fielding": (Says.YES, Says.YES, Says.NO),
    "Ngozi Okafor": (Says.IF_NEED_BE, Says.YES, Says.YES),
    "Petra Novak": (Says.YES, Says.NO, Says.NO),
}
"""What each day is to whom."""
