"""The built files that browsers are given, and what every template may call."""

import json
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from constellations.core import geometry, words

BUILT = Path(__file__).resolve().parents[2] / "static" / "built"
MANIFEST = "manifest.json"
ADDRESS = "/static/"
ONE_YEAR = 365 * 24 * 60 * 60

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("font/woff2", ".woff2")


class NotBuilt(RuntimeError):
    """The front-end files are not there, or not this one; the words say how to get them."""


def read_manifest(built: Path) -> dict[str, str]:
    """Read which hashed file stands for which name; raises NotBuilt where set-up has not run."""
    manifest = built / MANIFEST
    try:
        return _read(manifest, manifest.stat().st_mtime_ns)
    except FileNotFoundError as missing:
        raise NotBuilt(f"The styles and scripts are not built ({manifest} is missing): run make setup.") from missing


@lru_cache(maxsize=8)
def _read(manifest: Path, _changed_at: int) -> dict[str, str]:
    """Each page asks for ten files: it is read again only when it was built again."""
    names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return names


def asset(name: str, built: Path = BUILT) -> str:
    """The address of a built file, such as `/static/app-1f2e3d.css` for `app.css`."""
    try:
        return ADDRESS + read_manifest(built)[name]
    except KeyError as unknown:
        raise NotBuilt(f"There is no built file called {name}: run make setup, or correct the name.") from unknown


def built_file(name: str, built: Path = BUILT) -> bytes:
    """What stands in a built file, for the few that are also served elsewhere than under /static/."""
    return built_path(name, built).read_bytes()


def built_path(name: str, built: Path = BUILT) -> Path:
    """Where a built file is, for what the server itself reads: the fonts of what it prints."""
    return built / read_manifest(built)[name]


def init_assets(app: Flask) -> None:
    """Give every template `asset`, the date words and the drawing points; let browsers keep built files for a year."""
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals.update(geometry.DRAWING)
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.add_extension("jinja2.ext.do")
    app.after_request(_keep_built_files)


def _keep_built_files(response: Response) -> Response:
    # A built file's name changes with its content, so a browser need never ask for it twice.
    if request.endpoint == "static" and response.status_code == 200:
        response.cache_control.max_age = ONE_YEAR
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.no_cache = None
    return response
