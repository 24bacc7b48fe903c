"""The settings of constellations, their records and support, as the page of all settings shows them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.accounts.council.queries import own_sign_in
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.days_off.queries import own_days, school_periods
from constellations.deputies.queries import deputies_ahead
from constellations.engagement.needs.queries import levels_of
from constellations.keeping.declaration import schedule
from constellations.keeping.models import HowLong
from constellations.models import Service
from constellations.notices.notify.queries import own_account
from constellations.service.overview.declaration import Setting
from constellations.service.queries import own_service
from constellations.support.pathway.queries import steps
from constellations.support.teams.models import SupportTeam
from constellations.words import in_words


def settings_of_constellations(viewer: Viewer) -> Sequence[Setting]:
    """In the order in which they are shown; raises NotFound for a viewer of no service."""
    service = own_service(viewer)
    doors, support = _of_doors(viewer), _of_support(viewer)
    return (*_of_service(service), *_of_days(viewer), *_of_people(viewer), *doors, *_of_records(viewer), *support)


def _of_service(service: Service) -> Sequence[Setting]:
    allowed = {True: _("allowed"), False: _("not allowed")}
    phone, day = service.out_of_hours_phone or _("none"), _("day %(day)s of the next month", day=service.closing_day)
    lines = (
        (_("Name of the service"), service.name, "name"),
        (_("What carers call a stay"), service.sleepover_word, "sleepover_word"),
        (_("Phone out of hours"), phone, "out_of_hours_phone"),
        (_("Photos in conversations"), allowed[service.photos_allowed], "photos_allowed"),
        (_("Documents in conversations"), allowed[service.documents_allowed], "documents_allowed"),
        (_("Staff are asked to close a month from"), day, "closing_day"),
        (_("Bank holidays"), in_words(service.nation), "nation"),
    )
    return [Setting(words, value, "/service", ("service",), (field,)) for words, value, field in lines]


def _of_days(viewer: Viewer) -> Sequence[Setting]:
    year = viewer.today.year
    own = len(
        own_days(viewer, viewer.today.replace(month=1, day=1), viewer.today.replace(year=year + 2, month=1, day=1))
    )
    terms = len(school_periods(viewer))
    words = ngettext("%(num)s day of its own", "%(num)s days of its own", own)
    more = ngettext("%(num)s school holiday", "%(num)s school holidays", terms)
    of, fields = ("service",), ("own_day", "school_period")
    return (Setting(_("Days off and school holidays"), f"{words}, {more}", "/service/days", of, fields),)


def _of_people(viewer: Viewer) -> Sequence[Setting]:
    levels, account = levels_of(viewer), own_account(viewer)
    days = _(
        "drifting after %(drifting)s days, call after %(call)s or %(sooner)s",
        drifting=levels.drifting_days,
        call=levels.call_days,
        sooner=levels.sooner_days,
    )
    number = session().scalar(covering(viewer, select(func.count()).select_from(SupportTeam), SupportTeam)) or 0
    deputies = len(deputies_ahead(viewer))
    if viewer.person_id is None:
        raise NotFound
    return (
        Setting(_("When a family needs somebody"), days, "/needs-you/levels", ("needs_levels",)),
        Setting(
            _("Text messages and mail by GOV.UK Notify"),
            _("set up") if account else _("not set up"),
            "/service/notify",
            ("notify_account",),
        ),
        Setting(_("Whom to ask"), ngettext("%(num)s team", "%(num)s teams", number), "/teams", ("support_team",)),
        Setting(
            _("Deputies, now and later"),
            ngettext("%(num)s deputy", "%(num)s deputies", deputies),
            f"/people/{viewer.person_id}/deputy",
            ("deputy",),
        ),
    )


def _of_doors(viewer: Viewer) -> Sequence[Setting]:
    council = own_sign_in(viewer)
    if council is None:
        value = _("not set up")
    elif council.is_only_way:
        value = _("set up, the only way in for staff who are connected")
    else:
        value = _("set up")
    return (Setting(_("Council sign-in"), value, "/service/council", ("council_sign_in",)),)


def _of_records(viewer: Viewer) -> Sequence[Setting]:
    chosen = session().scalar(covering(viewer, select(func.count()).select_from(HowLong), HowLong)) or 0
    value = ngettext(
        "%(num)s of %(all)s kinds chosen", "%(num)s of %(all)s kinds chosen", chosen, all=len(schedule().kept)
    )
    return (Setting(_("How long records are kept"), value, "/service/keeping", ("how_long",)),)


def _of_support(viewer: Viewer) -> Sequence[Setting]:
    sentences, courses = "/support/health-check/sentences", "/support/first-year/courses"
    listed = len(steps(viewer))
    number = ngettext("%(num)s course", "%(num)s courses", listed)
    return (
        Setting(_("The anonymous health check"), _("its sentences"), sentences, ("health_question",)),
        Setting(_("Courses of the first year"), number, courses, ("pathway_course",)),
    )
