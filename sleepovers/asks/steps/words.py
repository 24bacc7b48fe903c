"""How one step of a timeline is said, as a sentence in plain words."""

from flask_babel import gettext

from sleepovers.asks.rules import StepTaken


def step_words(taken: StepTaken, who: str, home: str = "", for_somebody: bool = False) -> str:
    """Say what somebody did: `Anita Patel asked`, or of staff `Dee Marsh agreed for Moira`.

    `home` is the home that it is about, `for_somebody` whether staff did it in a carer's place.
    """
    values = {"who": who, "home": home}
    if home and taken is StepTaken.ASKED:
        said: str = gettext("%(who)s asked %(home)s too", **values)
    elif home and for_somebody and taken in FOR_A_HOME:
        return str(gettext(FOR_A_HOME[taken], **values))
    else:
        said = gettext(SENTENCES[taken], **values)
    if for_somebody and taken in OF_CARERS:
        return str(gettext("%(said)s, in a carer’s place", said=said))
    return said


def _(words: str) -> str:
    """Mark words for the translators; they are said in the reader's language when they are needed."""
    return words


SENTENCES: dict[StepTaken, str] = {
    StepTaken.ASKED: _("%(who)s asked"),
    StepTaken.AGREED: _("%(who)s agreed"),
    StepTaken.OFFERED_NIGHTS: _("%(who)s offered other nights"),
    StepTaken.OFFERED_HOME: _("%(who)s named %(home)s instead"),
    StepTaken.TOOK_OFFER: _("%(who)s took the other nights"),
    StepTaken.DECLINED: _("%(who)s said that it is not possible"),
    StepTaken.WITHDRAWN: _("%(who)s took the ask back"),
    StepTaken.UNANSWERED: _("Nobody answered in time"),
    StepTaken.AGREEMENT_GIVEN: _("%(who)s wrote down that the social worker agreed"),
    StepTaken.AGREEMENT_REFUSED: _("%(who)s wrote down that the social worker did not agree"),
    StepTaken.OVERRULED: _("%(who)s allowed it although the check said no"),
    StepTaken.RECORDED: _("%(who)s recorded this stay, which nobody had asked for"),
    StepTaken.NAMED: _("%(who)s said who the child is"),
    StepTaken.CHANGED: _("%(who)s changed the stay"),
    StepTaken.ARRIVED: _("%(who)s said that the child has arrived"),
    StepTaken.CAME_HOME: _("%(who)s said that the child is home safe"),
    StepTaken.CANCELLED: _("%(who)s called it off"),
    StepTaken.CHANGED_NIGHTS: _("%(who)s changed the nights that are asked for"),
    StepTaken.HUB_AGREED: _("%(who)s said yes as the hub: %(home)s may agree"),
    StepTaken.HUB_REFUSED: _("%(who)s said no as the hub: not with %(home)s"),
    StepTaken.WAITS: _("%(who)s waits for a bed with %(home)s"),
    StepTaken.ASKED_AGAIN: _("%(home)s has room again and was asked again"),
    StepTaken.MOVED: _("%(who)s moved it to %(home)s"),
}

FOR_A_HOME: dict[StepTaken, str] = {
    StepTaken.AGREED: _("%(who)s agreed for %(home)s"),
    StepTaken.OFFERED_NIGHTS: _("%(who)s offered other nights for %(home)s"),
    StepTaken.DECLINED: _("%(who)s said for %(home)s that it is not possible"),
    StepTaken.RECORDED: _("%(who)s recorded this stay for %(home)s; nobody had asked for it"),
}
"""What staff do for one home is said with its name."""

OF_CARERS = frozenset(
    {
        StepTaken.ASKED,
        StepTaken.OFFERED_HOME,
        StepTaken.TOOK_OFFER,
        StepTaken.WITHDRAWN,
        StepTaken.ARRIVED,
        StepTaken.CAME_HOME,
        StepTaken.CANCELLED,
        StepTaken.CHANGED_NIGHTS,
        StepTaken.WAITS,
    }
)
"""What is a carer's to do, so that staff do it in their place; settling, overruling and naming are their own."""
