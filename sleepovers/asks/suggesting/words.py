"""How the reasons for asking a home are said."""

from flask_babel import gettext, ngettext

from sleepovers.asks.suggesting.rules import Host, Reason, reasons_for


def reason_words(host: Host) -> str:
    """Say why a home might be asked: `known to JB, 2 beds, has had a quiet month`; empty where there is nothing."""
    return ", ".join(_words(host, reason) for reason in reasons_for(host))


def _words(host: Host, reason: Reason) -> str:
    if reason is Reason.KNOWN:
        said: str = gettext("known to %(children)s", children=gettext(" and ").join(host.known))
    elif reason is Reason.BEDS:
        said = ngettext("%(num)s bed", "%(num)s beds", host.beds or 0)
    else:
        said = gettext("has had a quiet month")
    return said
