"""What is asked of who fills in a stay card."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from constellations.core.forms import Form, one_line
from sleepovers.cards.queries import Card
from sleepovers.cards.rules import LONGEST_ANSWER, LONGEST_CALLED, PARTS, CardWords
from sleepovers.cards.words import PART_HINTS, PART_WORDS


def _tidy(text: str | None) -> str:
    """What was typed, with plain ends of lines and without space around it; a sign that no screen shows is left out."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    return "\n".join(line.rstrip() for line in lines.split("\n"))


def _part(name: str) -> TextAreaField:
    too_long = Length(max=LONGEST_ANSWER, message=_("Say it in fewer words: at most 1,500 letters."))
    return TextAreaField(PART_WORDS[name], [too_long], [_tidy], description=PART_HINTS[name])


class CardForm(Form):
    """The parts of a card; the hidden number says which version the person looked at."""

    version = HiddenField()
    called = StringField(
        PART_WORDS["called"],
        [Length(max=LONGEST_CALLED, message=_("Say it in fewer words: at most 40 letters."))],
        [lambda text: one_line(text) or ""],
        description=PART_HINTS["called"],
    )
    routine = _part("routine")
    food = _part("food")
    medication = _part("medication")
    night = _part("night")
    no_contact = _part("no_contact")
    missing = _part("missing")
    authority = _part("authority")
    phones = _part("phones")

    def beside(self, card: Card | None) -> dict[str, str]:
        """Fill the form with what is on the card where it is opened; sent, it keeps what was typed.

        Gives what the card says by now in the parts that somebody else changed since; what is sent next is beside that.
        """
        number = card.number if card else 0
        if not self.is_submitted():
            for part in PARTS:
                self[part].data = getattr(card.words, part) if card else ""
        is_old = self.is_submitted() and self.seen_version != number
        self.version.data = str(number)
        return {part: getattr(card.words, part) for part in card.words.differing(self.words)} if card and is_old else {}

    @property
    def words(self) -> CardWords:
        """What was typed."""
        return CardWords(**{part: self[part].data or "" for part in PARTS})
