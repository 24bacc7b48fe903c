"""Where the browser of the tests is: the machine's own, Playwright's, or the one that `make test` installs from npm."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

# What the packages of the usual systems call it; the last is where macOS keeps it.
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLACES = ("/usr/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FROM_NPM = Path(__file__).parent / "node_modules" / ".chromium"

NONE_FOUND = (
    "The browser tests need Chrome or Chromium, and there is none. `make test` installs one on 64-bit Intel and AMD "
    "machines. Elsewhere install one (on Debian: the package chromium) or name one: CHROME_PATH=/path/to/chrome."
)


@dataclass(frozen=True)
class Chromium:
    """A browser that can be started, and what its environment needs besides."""

    path: Path
    environment: dict[str, str] = field(default_factory=dict)


def find_chromium(playwright: Playwright) -> Chromium:
    """The first browser there is; CHROME_PATH names one (`npm`: the one from npm). Raises LookupError where none is."""
    named = os.environ.get("CHROME_PATH", "")
    if named != "npm":
        for path in (Path(named),) if named else installed(playwright):
            if path.is_file():
                return Chromium(path)
    if named in ("", "npm") and (FROM_NPM / "chromium").is_file():
        libraries, fonts = FROM_NPM / "al2023" / "lib", FROM_NPM / "fonts.conf"
        return Chromium(FROM_NPM / "chromium", {"LD_LIBRARY_PATH": str(libraries), "FONTCONFIG_FILE": str(fonts)})
    raise LookupError(NONE_FOUND)


def installed(playwright: Playwright) -> Iterator[Path]:
    """The places where a browser may have been installed by other means than ours."""
    yield from (Path(found) for found in map(shutil.which, NAMES) if found)
    yield from map(Path, PLACES)
    yield Path(playwright.chromium.executable_path)


def main() -> int:
    """Tell `make` whether a browser is still to be installed: 0 when there is one, 1 when not."""
    with sync_playwright() as playwright:
        try:
            find_chromium(playwright)
        except LookupError:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
