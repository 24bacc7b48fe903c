"""What the people of the demo service have said to each other lately."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A message: who said it, how many minutes ago, what, and who put which picture under it."""

    who: str
    minutes_ago: int
    body: str
    reactions: tuple[tuple[str, str], ...] = ()


NORTHERN_LIGHTS = "Northern Lights"

EVERYONE = (
    Said("Moira Kelly", 3 * 1440 + 200, "Bonfire at ours on Saturday from half past five. Bring wellies."),
    Said("Carol Fielding", 3 * 1440 + 170, "All five of us are coming. Shall I bring the big soup pan?"),
    Said("Moira Kelly", 3 * 1440 + 165, "Yes please!", (("👍", "Carol Fielding"), ("🎉", "Anita Patel"))),
    Said("Anita Patel", 1440 + 340, "Has anybody a child’s car seat we could borrow until Sunday? For a six-year-old."),
    Said("Ngozi Okafor", 1440 + 325, "We have one in the loft, @Anita. I can drop it off after school."),
    Said("Anita Patel", 1440 + 320, "You are a star.", (("❤️", "Ngozi Okafor"), ("❤️", "Moira Kelly"))),
    Said(
        "Ruth Adeyemi",
        1440 + 60,
        "The training on sleep is on Tuesday at ten, in the library. Places: https://training.example/sleep",
    ),
    Said("Lesley Marsh", 190, "Home from the hospital, only a sprain. Thank you for last night, all of you."),
    Said("Petra Novak", 150, "So glad. Supper is on our doorstep for you, nothing to do but warm it."),
    Said("Moira Kelly", 95, "@liaison is there a bed for the first weekend of next month? Ours are taken."),
)
"""In the conversation of everyone; among them two carers who read it on their phones, and a liaison worker."""

HUB_AND_LIAISON = (
    Said("Ruth Adeyemi", 1440 + 400, "How are you both after the weekend? Two nights in a row is a lot."),
    Said("Declan Kelly", 1440 + 390, "Tired but fine. A quiet Friday would do us good."),
    Said("Ruth Adeyemi", 1440 + 380, "Then we keep Friday free. I will ask the Fieldings.", (("🙏", "Declan Kelly"),)),
)
"""Between the hub home and its liaison worker."""

DIRECT = (
    Said("Anita Patel", 260, "Moira, JB asks whether the rabbit is still with you."),
    Said("Moira Kelly", 240, "It is, and it has a new hutch. He will see on Friday."),
)
"""Between two carers."""

GROUP = ("Teenagers", "For whoever lives with teenagers: sleep, school and the small hours.")
LED_BY, IN_GROUP = "Ruth Adeyemi", ("Gwen Hughes", "Mila Ivanov", "Grace Achebe")
"""A support group that everybody of the service may join, and who has, of two constellations."""

IN_THE_GROUP = (
    Said("Ruth Adeyemi", 5 * 1440 + 60, "Welcome, everybody. Whatever works for you at midnight is worth a line here."),
    Said("Grace Achebe", 4 * 1440 + 90, "Phones sleep in the kitchen with us, mine too. It took two weeks."),
    Said("Gwen Hughes", 4 * 1440 + 45, "We try that from Sunday.", (("🙏", "Grace Achebe"),)),
    Said("Mila Ivanov", 1440 + 500, "Toast at one in the morning. We talk more then than in a whole day."),
)

WORRYING = "Home from the hospital, only a sprain. Thank you for last night, all of you."
WORRIED, SEEN_BY = "Petra Novak", "Ruth Adeyemi"
WORRY = "She was alone with two small ones all night and sounded worn out. Could somebody call on her today?"
"""What one carer worries about, and who has seen that."""
