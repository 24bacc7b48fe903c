"""Stay cards: read for a stay, filled in by those who keep them, confirmed in one press."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.cards import actions
from sleepovers.cards.forms import CardForm
from sleepovers.cards.words import PART_WORDS, SHOWN_WORDS

pages = Blueprint("cards", __name__)

WORDS = {"parts": PART_WORDS, "shown": SHOWN_WORDS}


@pages.get("/stays/<uuid:stay_id>/card")
@requires(Permission.READ_STAY_CARDS)
def card(stay_id: uuid.UUID) -> str:
    """What tonight's host needs to know."""
    page = actions.read_card(current_viewer(), stay_id)
    return render_template("cards/card.html", page=page, words=WORDS)


@pages.post("/stays/<uuid:stay_id>/card/still-right")
@requires(Permission.KEEP_STAY_CARDS)
def still_right(stay_id: uuid.UUID) -> ResponseReturnValue:
    """The card is right for this stay; from the home page one comes back to it."""
    actions.confirm_card(current_viewer(), stay_id)
    flash(_("Thank you. The host can see that the stay card is still right."), "success")
    if request.form.get("back") == "home":
        return redirect(url_for("home_page.home"))
    return redirect(url_for("stays.stay", stay_id=stay_id))


@pages.get("/children/<uuid:child_id>/stay-card")
@requires(Permission.KEEP_STAY_CARDS)
def of_child(child_id: uuid.UUID) -> str:
    """The card of a child, with who read it and its earlier versions, for those who keep it."""
    page = actions.read_card_of_child(current_viewer(), child_id)
    return render_template("cards/of_child.html", page=page, words=WORDS)


@pages.get("/children/<uuid:child_id>/stay-card/<int:number>")
@requires(Permission.KEEP_STAY_CARDS)
def earlier(child_id: uuid.UUID, number: int) -> str:
    """An earlier version."""
    initials, version = actions.read_earlier_card(current_viewer(), child_id, number)
    return render_template("cards/earlier.html", child_id=child_id, initials=initials, card=version, words=WORDS)


@pages.route("/children/<uuid:child_id>/stay-card/edit", methods=["GET", "POST"])
@requires(Permission.KEEP_STAY_CARDS)
@asks_password_again
def edit(child_id: uuid.UUID) -> ResponseReturnValue:
    """Fill the card in, or change it; where somebody else did meanwhile, both are shown."""
    viewer, form = current_viewer(), CardForm()
    if accepted(form, lambda: actions.write_card(viewer, child_id, form.seen_version, form.words)):
        flash(_("Thank you. The stay card is kept, and what it said before too."), "success")
        return redirect(url_for("cards.of_child", child_id=child_id))
    page = actions.read_card_of_child(viewer, child_id)
    now = form.beside(page.card)
    return render_template("cards/edit.html", page=page, form=form, now=now, words=WORDS), form.http_status
