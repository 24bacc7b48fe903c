"""The settings of sleepovers, as the page of all settings shows them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.access import Viewer
from constellations.service.overview.declaration import Setting
from sleepovers.asks.hub.queries import own_rules
from sleepovers.emergencies.waits.queries import own_waits
from sleepovers.fidelity.queries import terms_page
from sleepovers.nights_off.queries import nights_off_page
from sleepovers.nights_off.words import entitlement_words
from sleepovers.policies.queries import policy_page
from sleepovers.policies.words import policy_words, rate_words
from sleepovers.rest.queries import levels_of


def settings_of_sleepovers(viewer: Viewer) -> Sequence[Setting]:
    """In the order in which they are shown; raises NotFound for a viewer of no service."""
    return (*_of_money(viewer), *_of_care(viewer), *_of_asking(viewer))


def _of_money(viewer: Viewer) -> Sequence[Setting]:
    page = policy_page(viewer)
    rate = rate_words(page.rate_now) if page.rate_now else _("no rate is set")
    return (
        Setting(_("The uplift"), policy_words(page.now), "/policies", ("uplift_policy",)),
        Setting(_("What it pays"), rate, "/policies", ("uplift_rate",)),
    )


def _of_care(viewer: Viewer) -> Sequence[Setting]:
    levels, terms, off = levels_of(viewer, viewer.service_id), terms_page(viewer), nights_off_page(viewer)
    items = ngettext("%(num)s item of its own", "%(num)s items of its own", len(terms.items))
    asked = items if terms.number else _("the usual terms, %(items)s", items=items)
    rest = _(
        "from %(nights)s nights in a month, or %(weekends)s weekends in a row",
        nights=levels.first_nights,
        weekends=levels.weekends,
    )
    entitled = entitlement_words(off.now) if off.now else _("not said")
    return (
        Setting(_("When a home could do with a rest"), rest, "/rest/levels", ("rest_levels",)),
        Setting(_("Nights off"), entitled, "/policies/nights-off", ("nights_off_policy",)),
        Setting(_("The local checklist"), asked, "/fidelity/settings", ("fidelity_terms", "fidelity_item")),
    )


def _of_asking(viewer: Viewer) -> Sequence[Setting]:
    rules, waits = own_rules(viewer), own_waits(viewer).waits
    hub = [
        _("within %(hours)s hours", hours=rules.short_notice_hours) if rules.short_notice_hours else "",
        _("the first stay with a home") if rules.first_stay else "",
    ]
    minutes = _(
        "hub %(hub)s minutes, homes that know the child %(known)s, all %(everyone)s",
        hub=waits.hub,
        known=waits.known,
        everyone=waits.everyone,
    )
    agrees = ", ".join(filter(None, hub)) or _("never")
    return (
        Setting(_("When the hub has to agree to a sleepover"), agrees, "/service/asking", ("asking_rules",)),
        Setting(_("How long an emergency waits"), minutes, "/service/emergencies", ("ladder_waits",)),
    )
