"""The presses with which staff keep in touch with a family: called, visit booked, snoozed; each with its way back."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.engagement.contacts import actions, words
from constellations.engagement.contacts.actions import Written, family_looked_after
from constellations.engagement.contacts.forms import ContactForm, SnoozeForm, VisitForm
from constellations.engagement.contacts.queries import contact_page, snooze_page
from constellations.engagement.contacts.rules import ContactKind, usual_return
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("contacts", __name__)
for said in (words.contact_words, words.why_words, words.peace_words):
    pages.add_app_template_filter(said)


@pages.post("/homes/<uuid:home_id>/called")
@requires(Permission.KEEP_IN_TOUCH)
def called(home_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody spoke with the family today: one press; day and note may be put right afterwards."""
    viewer = current_viewer()
    written = actions.write_down_contact(viewer, home_id, Written(ContactKind.CALLED, viewer.today))
    return redirect(url_for("contacts.contact", contact_id=written))


@pages.route("/homes/<uuid:home_id>/visit", methods=["GET", "POST"])
@requires(Permission.KEEP_IN_TOUCH)
def visit(home_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody means to go there on a day."""
    viewer = current_viewer()
    home, form, written = family_looked_after(viewer, home_id), VisitForm(), list[uuid.UUID]()
    if accepted(form, lambda: written.append(actions.write_down_contact(viewer, home_id, _booked(form)))):
        return redirect(url_for("contacts.contact", contact_id=written[0]))
    return render_template("contacts/visit.html", form=form, home=home, today=viewer.today), form.http_status


@pages.route("/contacts/<uuid:contact_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_IN_TOUCH)
def contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    """What was written down, to be put right."""
    viewer = current_viewer()
    written, home = contact_page(viewer, contact_id)
    form = ContactForm(obj=written)
    if accepted(form, lambda: actions.correct_contact(viewer, contact_id, form.written, form.seen_version)):
        flash(_("The contact log is put right."), "success")
        return redirect(url_for("contacts.contact", contact_id=contact_id))
    return render_template("contacts/contact.html", form=form, contact=written, home=home), form.http_status


@pages.post("/contacts/<uuid:contact_id>/take-back")
@requires(Permission.KEEP_IN_TOUCH)
def take_back(contact_id: uuid.UUID) -> ResponseReturnValue:
    """It was not so."""
    actions.take_back_contact(current_viewer(), contact_id)
    flash(_("Taken back. It does not count."), "success")
    return _to_the_list()


@pages.route("/homes/<uuid:home_id>/snooze", methods=["GET", "POST"])
@requires(Permission.KEEP_IN_TOUCH)
def snooze(home_id: uuid.UUID) -> ResponseReturnValue:
    """Leave a family in peace for a while."""
    viewer = current_viewer()
    home, form, left = (
        family_looked_after(viewer, home_id),
        SnoozeForm(until=usual_return(viewer.today)),
        list[uuid.UUID](),
    )
    if accepted(form, lambda: left.append(actions.leave_in_peace(viewer, home_id, form.peace))):
        return redirect(url_for("contacts.snoozed", snooze_id=left[0]))
    return render_template("contacts/snooze.html", form=form, home=home, today=viewer.today), form.http_status


@pages.get("/snoozes/<uuid:snooze_id>")
@requires(Permission.KEEP_IN_TOUCH)
def snoozed(snooze_id: uuid.UUID) -> str:
    """Until when a family is left in peace, and how that is undone."""
    viewer = current_viewer()
    snooze, home = snooze_page(viewer, snooze_id)
    return render_template("contacts/snoozed.html", snooze=snooze, home=home, is_running=snooze.until > viewer.today)


@pages.post("/snoozes/<uuid:snooze_id>")
@requires(Permission.KEEP_IN_TOUCH)
def end(snooze_id: uuid.UUID) -> ResponseReturnValue:
    """The family is looked at again from today on."""
    actions.end_peace(current_viewer(), snooze_id)
    flash(_("The family is looked at again from today on."), "success")
    return _to_the_list()


@pages.post("/homes/<uuid:home_id>/phone")
@requires(Permission.KEEP_IN_TOUCH)
def phone(home_id: uuid.UUID) -> ResponseReturnValue:
    """Whether a family would rather be phoned."""
    actions.say_prefers_phone(current_viewer(), home_id, request.form.get("prefers") == "yes")
    flash(_("Written down. It decides which button stands first."), "success")
    return redirect(url_for("families.family", home_id=home_id, _anchor="contacts"))


def _booked(form: VisitForm) -> Written:
    return Written(ContactKind.VISIT_BOOKED, form.day.chosen, form.note.data)


def _to_the_list() -> ResponseReturnValue:
    return redirect(url_for("home_page.home", _anchor="needs-you"))
