"""The page of a family for staff, and what is counted about one's own."""

import uuid

from flask import Blueprint, Response, render_template

from constellations.core.tables import as_csv
from constellations.engagement.families.queries import family_page, own_constellations, own_signs, who_sees
from constellations.engagement.families.rules import COLUMNS, light, sign_rows
from constellations.engagement.signs.rules import Sign
from constellations.engagement.signs.words import COUNTED_WORDS, SHORT_WORDS, SIGN_WORDS
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("families", __name__)


@pages.get("/families/<uuid:home_id>")
@requires(Permission.SEE_SIGNS)
def family(home_id: uuid.UUID) -> str:
    """One family: when it last took part, and how."""
    return render_template("families/family.html", page=family_page(current_viewer(), home_id), **_drawn())


@pages.get("/families/<uuid:home_id>/signs.csv")
@requires(Permission.SEE_SIGNS)
@asks_password_again
def signs_as_csv(home_id: uuid.UUID) -> Response:
    """The twelve months of the page as a file."""
    viewer = current_viewer()
    page = family_page(viewer, home_id)
    answer = Response(as_csv(COLUMNS, sign_rows(page.home.name, page.signs.months)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="signs-{page.signs.months[-1].month}.csv"'
    note_file(viewer, "signs_of_family", home_id)
    return answer


@pages.get("/counted")
@requires(Permission.SEE_COUNTED)
def counted() -> str:
    """What is counted about one's own family, and who sees it."""
    viewer = current_viewer()
    return render_template(
        "families/counted.html",
        signs=own_signs(viewer),
        who=who_sees(viewer),
        constellations=own_constellations(viewer),
        counts=COUNTED_WORDS,
        **_drawn(),
    )


def _drawn() -> dict[str, object]:
    """What the drawing of the months is made with."""
    return {"kinds": list(Sign), "kind_words": SIGN_WORDS, "short_words": SHORT_WORDS, "light": light}
