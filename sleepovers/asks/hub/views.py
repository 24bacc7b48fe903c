"""Saying the hub's word, and the page on which a service sets when it is wanted."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.hub.actions import say_hub_word, set_asking_rules
from sleepovers.asks.hub.forms import AskingRulesForm
from sleepovers.asks.hub.queries import own_rules

pages = Blueprint("hub", __name__)


@pages.post("/hub-words/<uuid:word_id>/yes")
@requires(Permission.ANSWER_ASKS)
def yes(word_id: uuid.UUID) -> ResponseReturnValue:
    """The hub agrees: that home may say yes."""
    return said(word_id, is_given=True)


@pages.post("/hub-words/<uuid:word_id>/no")
@requires(Permission.ANSWER_ASKS)
def no(word_id: uuid.UUID) -> ResponseReturnValue:
    """The hub does not agree."""
    return said(word_id, is_given=False)


def said(word_id: uuid.UUID, is_given: bool) -> ResponseReturnValue:
    """Write it down, and go back to the ask."""
    ask_id = say_hub_word(current_viewer(), word_id, is_given)
    flash(_("Thank you. Both homes are told."), "success")
    return redirect(url_for("asks.ask", ask_id=ask_id))


@pages.route("/service/asking", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def rules() -> ResponseReturnValue:
    """Short notice, first stays and habits."""
    viewer = current_viewer()
    form = AskingRulesForm(obj=own_rules(viewer))
    if accepted(form, lambda: set_asking_rules(viewer, form.rule, form.seen_version)):
        flash(_("The settings are saved."), "success")
        return redirect(url_for("hub.rules"))
    return render_template("asks/rules.html", form=form), form.http_status
