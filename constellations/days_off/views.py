"""The pages on which a service manager keeps bank holidays and school terms."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.days_off.actions import remove_terms, set_day, take_in_terms
from constellations.days_off.forms import DayOffForm, PressForm, TermsForm
from constellations.days_off.queries import days_page, school_periods
from constellations.days_off.rules import DayChoice, checked_terms, school_year_words, years_of
from constellations.days_off.terms_file import LARGEST_FILE, periods_read
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.register.uploads import content_of, forget_upload, keep_file, kept_file

pages = Blueprint("days_off", __name__, url_prefix="/service/days")

UPLOAD = "terms_upload"


@pages.route("", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def days() -> ResponseReturnValue:
    """The bank holidays and school terms as they stand; say something of a day."""
    viewer, form = current_viewer(), DayOffForm()
    if accepted(form, lambda: set_day(viewer, form.day.chosen, DayChoice(form.choice.data), form.words.data or "")):
        flash(_("That is kept. The calendar shows it from now on."), "success")
        return redirect(url_for("days_off.days"))
    return _shown(form, TermsForm(formdata=None)), form.http_status


@pages.post("/terms")
@requires(Permission.SET_SERVICE)
def terms() -> ResponseReturnValue:
    """Hand over a list of terms, to be looked at before it is stored."""
    viewer, form = current_viewer(), TermsForm()

    def keep() -> None:
        """Keep what was handed over if it can be taken."""
        content = content_of(form.file.data, LARGEST_FILE)
        checked_terms(periods_read(content), viewer.today)
        session[UPLOAD] = keep_file(viewer.person_id, content)

    if accepted(form, keep):
        return redirect(url_for("days_off.check"))
    return _shown(DayOffForm(formdata=None), form), form.http_status


@pages.route("/terms/check", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def check() -> ResponseReturnValue:
    """What a list says, before it stands in the calendar; then let it stand there."""
    viewer, form, token = current_viewer(), PressForm(), session.get(UPLOAD, "")
    content = kept_file(viewer.person_id, token)
    if content is None:
        flash(_("This file is no longer kept. Choose it again."), "error")
        return redirect(url_for("days_off.days"))
    periods = checked_terms(periods_read(content), viewer.today)
    if accepted(form, lambda: take_in_terms(viewer, periods)):
        forget_upload(viewer.person_id, token)
        flash(_("The terms stand in the calendar."), "success")
        return redirect(url_for("days_off.days"))
    years = years_of(periods)
    replaced = [one for one in school_periods(viewer) if one.school_year in years]
    shown = {"periods": periods, "years": years, "replaced": len(replaced), "year_words": school_year_words}
    return render_template("days_off/check.html", form=form, **shown), form.http_status


@pages.post("/terms/<int:number>/remove")
@requires(Permission.SET_SERVICE)
def remove(number: int) -> ResponseReturnValue:
    """Take the terms of a school year out."""
    remove_terms(current_viewer(), number)
    flash(_("The terms of %(year)s are taken out.", year=school_year_words(number)), "success")
    return redirect(url_for("days_off.days"))


def _shown(form: DayOffForm, terms_form: TermsForm) -> str:
    page = days_page(current_viewer())
    return render_template(
        "days_off/days.html", form=form, terms_form=terms_form, page=page, year_words=school_year_words
    )
