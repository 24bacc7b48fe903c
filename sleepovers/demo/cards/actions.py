"""Filling in stay cards of the demo service, and handing one child over."""

from collections.abc import Mapping

from constellations.access import Viewer, visible
from constellations.children.models import Child
from constellations.core.database import transaction
from constellations.models import Person
from constellations.queries import viewer_for
from sleepovers.cards.actions import write_card
from sleepovers.cards.handover.actions import pack, write_note
from sleepovers.cards.queries import cards_near
from sleepovers.cards.rules import CardWords
from sleepovers.demo.families import child_key

CARDS: Mapping[tuple[str, str, str], CardWords] = {
    ("Anita Patel", "Patel", "JB"): CardWords(
        called="Jaz",
        routine="Tea at five, bath at half past six, two chapters of a story. Light out at eight on school nights.",
        food="No nuts at all: carries an auto-injector, in the red pouch. Eats anything with ketchup.",
        medication="Blue inhaler before sport and when wheezy: two puffs. The social worker has agreed in writing.",
        night="Door open a hand’s breadth, landing light on. If awake after two: warm milk, no talking about school.",
        no_contact="Nobody collects but Suresh or me. If anybody else comes to the door: do not open, phone 999.",
        missing="Phone me first, then the out-of-hours team. Likely to be at the skate park by the library.",
        authority="Yes to haircuts, swimming and photos for the family. No photos online. Doctor: phone me first.",
        phones="Anita 07700 900111\nOut of hours 0300 555 0100\nSurgery 01632 960200",
    ),
    ("Petra Novak", "Novak", "ES"): CardWords(
        called="Ella",
        routine="Makes her own tea. School bus at ten past eight from the end of the road.",
        food="No strawberries: a rash, cetirizine helps.",
        medication="Cetirizine, one tablet, only for the rash. Petra has agreed.",
        night="Sleeps with the window open.",
        missing="Petra, then the out-of-hours team.",
        phones="Petra 07700 900145",
    ),
    ("Gwen Hughes", "Hughes", "AK"): CardWords(
        called="Ash",
        routine="Homework before telly. Up at seven, walks to school with the neighbour.",
        food="Vegetarian. No allergies.",
        medication="None.",
        night="Reads until nine. Leave the phone downstairs, there will be a grumble.",
    ),
}
"""By carer, family and initials."""

HANDED_OVER = (
    "Anita Patel",
    "Good week, a bit tired. Inhaler given at four.",
    "Red pouch\nBlue inhaler\nRabbit\nReading book",
)


def fill_in_stay_cards(viewer: Viewer) -> None:
    """Let some carers fill in their children's cards, and one of them hand a child over."""
    with transaction() as here:
        people = {person.name: viewer_for(person) for person in here.scalars(visible(viewer, Person))}
        children = {child.key: child.id for child in here.scalars(visible(viewer, Child))}
        for (who, family, initials), words in CARDS.items():
            write_card(people[who], children[child_key(family, initials)], 0, words)
        who, note, bag = HANDED_OVER
        for card in cards_near(people[who])[:1]:
            write_note(people[who], card.door.stay.id, note)
            pack(people[who], card.door.stay.id, bag)
