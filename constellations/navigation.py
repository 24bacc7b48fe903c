"""What the frame of every page shows of the person who looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import gettext
from flask_login import current_user

from constellations.guard import current_viewer
from constellations.notices.queries import unread_notices
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the navigation."""

    words: str
    endpoint: str
    permission: Permission


def init_navigation(app: Flask, pages: Sequence[Page]) -> None:
    """Offer each person the pages that their role may see."""

    def frame() -> dict[str, object]:
        """What every page shows around itself."""
        if not current_user or not current_user.is_authenticated:
            return {}
        viewer = current_viewer()
        return {
            "viewer": viewer,
            "signed_in_as": viewer.title,
            "navigation": [_entry(page) for page in pages if viewer.may(page.permission)],
            "unread_notices": unread_notices(viewer),
            "notices_href": url_for("notices.notices"),
            "sign_out_href": url_for("accounts.sign_out"),
        }

    app.context_processor(frame)


def _entry(page: Page) -> dict[str, object]:
    here = (request.blueprint or "") == page.endpoint.partition(".")[0]
    return {"text": gettext(page.words), "href": url_for(page.endpoint), "current": here}
