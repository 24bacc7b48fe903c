"""What the parts of a stay card are called on the screen, and what each asks for."""

from flask_babel import lazy_gettext as _

from sleepovers.cards.rules import Shown

PART_WORDS: dict[str, str] = {
    "called": _("Likes to be called"),
    "routine": _("Routine"),
    "food": _("Food and allergies"),
    "medication": _("Medication and consent"),
    "night": _("What helps at night"),
    "no_contact": _("Must not have contact"),
    "missing": _("First call if missing"),
    "authority": _("What the host may decide"),
    "phones": _("Phones"),
}
"""In the order of `rules.PARTS`; a test compares them."""

PART_HINTS: dict[str, str] = {
    "called": _("The name the child answers to. It stands on this card and nowhere else in Roost."),
    "routine": _("Meals, bath, bed, school in the morning: what an ordinary evening looks like."),
    "food": _("What the child must not have, and what happens if so. Then what it likes."),
    "medication": _("What, how much, when, and who has agreed that the host may give it. “None” is an answer too."),
    "night": _("Light on, door open, a song, a toy: and what to do when nothing helps."),
    "no_contact": _("Who must not meet, phone or collect the child."),
    "missing": _("Whom to call first if the child is not there, and when."),
    "authority": _("Haircuts, photos, a friend’s house, a doctor: what the host may say yes to, and what not."),
    "phones": _("The carer’s own, the social worker’s, the out-of-hours team’s, the doctor’s."),
}

SHOWN_WORDS: dict[Shown, str] = {
    Shown.CARD: _("the stay card"),
    Shown.EARLIER: _("an earlier stay card"),
    Shown.HANDOVER: _("the hand-over"),
}
