"""What Roost is made of, read from the locks, as CycloneDX 1.6: `python -m tests.sbom > sbom.json`. It asks nobody."""

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.source import ROOT

PYTHON_LOCK, NPM_LOCK = "requirements.txt", "static/package-lock.json"
PIN = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>[^\s;\\]+)[^\n]*\n(?P<hashes>(?:    --hash=\S+.*\n)*)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One package: its kind as a package URL has it, and the hashes under which it may be installed, in hexadecimal."""

    kind: str
    name: str
    version: str
    algorithm: str
    hashes: tuple[str, ...]
    licence: str | None = None

    @property
    def url(self) -> str:
        """Its package URL, which says what it is and not from where it came."""
        name = self.name.replace("@", "%40")
        return f"pkg:{self.kind}/{name}@{self.version}"

    @property
    def as_component(self) -> dict[str, object]:
        """The part as CycloneDX has it."""
        said: dict[str, object] = {
            "type": "library",
            "bom-ref": self.url,
            "name": self.name,
            "version": self.version,
            "purl": self.url,
        }
        # Of a Python package there is a file for each machine, each with its hash: one component has one.
        if len(self.hashes) == 1:
            said["hashes"] = [{"alg": self.algorithm, "content": self.hashes[0]}]
        if self.licence:
            said["licenses"] = [{"expression": self.licence}]
        return said


def python_parts(lock: str = PYTHON_LOCK) -> Iterator[Part]:
    """The Python packages of a lock."""
    for pin in PIN.finditer((ROOT / lock).read_text(encoding="utf-8")):
        hashes = tuple(re.findall(r"sha256:([0-9a-f]{64})", pin["hashes"]))
        yield Part("pypi", pin["name"].lower(), pin["version"], "SHA-256", hashes)


def npm_parts(lock: str = NPM_LOCK) -> Iterator[Part]:
    """The packages of a lock of npm."""
    packages: dict[str, dict[str, str]] = json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"]
    for path, package in packages.items():
        if path:
            name = path.rpartition("node_modules/")[2]
            hashes = tuple(map(_hexadecimal, package.get("integrity", "").split()))
            yield Part("npm", name, package["version"], "SHA-512", hashes, package.get("license"))


def bill() -> dict[str, object]:
    """The whole bill, the same for the same locks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = sorted({part.url: part for part in (*python_parts(), *npm_parts())}.items())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": project["name"], "version": project["version"]}},
        "components": [part.as_component for _url, part in parts],
    }


def _hexadecimal(integrity: str) -> str:
    return base64.b64decode(integrity.partition("-")[2]).hex()


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2)
    sys.stdout.write("\n")
