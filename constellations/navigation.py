"""What the frame of every page shows of the person who looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import gettext
from flask_login import current_user

from constellations.access import Viewer
from constellations.core.http import STANDS_ALONE
from constellations.guard import current_device, current_viewer
from constellations.health.queries import standing
from constellations.notices.queries import unread_notices
from constellations.permissions import Permission, Role


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the navigation."""

    words: str
    endpoint: str
    permission: Permission


def init_navigation(app: Flask, pages: Sequence[Page]) -> None:
    """Offer each person the pages that their role may see."""

    offered: dict[tuple[frozenset[Role], str, str], list[dict[str, object]]] = {}

    def entries(viewer: Viewer) -> list[dict[str, object]]:
        """What somebody is offered on a page: the same for all of the same roles, and so put together once."""
        key = (viewer.roles, request.blueprint or "", request.root_path)
        if key not in offered:
            offered[key] = [_entry(page) for page in pages if viewer.may(page.permission)]
        return offered[key]

    def frame() -> dict[str, object]:
        """What every page shows around itself."""
        if g.get(STANDS_ALONE) or not current_user or not current_user.is_authenticated:
            return {"standing": standing()}
        viewer = current_viewer()
        way_out = {
            "standing": standing(),
            "viewer": viewer,
            "signed_in_as": viewer.title,
            "sign_out_href": url_for("accounts.sign_out"),
        }
        if not current_device().is_whole:
            return way_out
        return {
            **way_out,
            "navigation": entries(viewer),
            "unread_notices": unread_notices(viewer),
            "notices_href": url_for("notices.notices"),
        }

    app.context_processor(frame)


def _entry(page: Page) -> dict[str, object]:
    here = (request.blueprint or "") == page.endpoint.partition(".")[0]
    return {"text": gettext(page.words), "href": url_for(page.endpoint), "current": here}
