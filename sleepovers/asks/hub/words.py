"""How what a service wants of the hub is said."""

from flask_babel import gettext, ngettext

from sleepovers.asks.hub.rules import AskingRule


def rule_words(rule: AskingRule) -> str:
    """Say a rule: `The hub agrees first within 48 hours, and to a first stay. Settled after 3 stays.`."""
    causes = []
    if rule.short_notice_hours is not None:
        causes.append(ngettext("within %(num)s hour", "within %(num)s hours", rule.short_notice_hours))
    if rule.first_stay:
        causes.append(gettext("to a first stay"))
    said = gettext("the hub agrees first %(causes)s", causes=gettext(" and ").join(causes)) if causes else ""
    if rule.settled_after is not None:
        habit = ngettext("settled after %(num)s stay", "settled after %(num)s stays", rule.settled_after)
        said = f"{said}; {habit}" if said else habit
    return said or str(gettext("the hub need not agree"))
