"""The pages and files of what came to nothing, by month and by constellation."""

import uuid

from flask import Blueprint, Response, render_template, request

from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission
from sleepovers.asks.unmet import words
from sleepovers.asks.unmet.figures.queries import FiguresPage, figures_page
from sleepovers.asks.unmet.figures.rules import PERIODS, Outcome, period_of

pages = Blueprint("unmet", __name__, url_prefix="/asks/unmet")


@pages.get("/figures")
@requires(Permission.SEE_UNMET_ASKS)
def figures() -> str:
    """How many asks came to nothing, month by month, of one constellation or of all."""
    return render_template("unmet/figures.html", page=chosen(), periods=PERIODS, outcomes=list(Outcome), words=words)


@pages.get("/figures.csv")
@requires(Permission.SEE_UNMET_ASKS)
def figures_as_csv() -> Response:
    """The same as a file."""
    page = chosen()
    return _file(words.figures_as_csv(page.months, page.names, page.wants), "unmet-figures")


@pages.get("/asks.csv")
@requires(Permission.SEE_UNMET_ASKS)
@asks_password_again
def asks_as_csv() -> Response:
    """Every ask behind it, with its reason, as a file."""
    page = chosen()
    answer = _file(words.asks_as_csv(page.names, page.wants), "unmet-asks")
    note_file(current_viewer(), "unmet_asks")
    return answer


def chosen() -> FiguresPage:
    """What the address asks for."""
    viewer, period = current_viewer(), period_of(request.args.get("months"))
    return figures_page(viewer, period, request.args.get("constellation", type=uuid.UUID))


def _file(text: str, name: str) -> Response:
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
