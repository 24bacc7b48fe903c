"""The drill: install an older Roost, load it, bring it to this version, back it up, put it back on an empty machine.

`python -m tests.drill.drill sqlite --from COMMIT` runs it for real, each machine a clone with an environment of its
own; the tests run the same steps with what is installed here. Each step is a command that people type, and is timed.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from constellations.core.seals import new_field_key
from tests import servers
from tests.constellations.backup.place import PATH_WITH_PROGRAMS
from tests.processes import ROOST, ROOT, environment, process, wait_until
from tests.region import Size, write_region

STAYS = 5_000
HEADING = "| | Step | Seconds | It said |\n|---|---|---|---|"


@dataclass
class Written:
    """What was done, and how long it took."""

    rows: list[tuple[str, float, str]] = field(default_factory=list)

    @contextmanager
    def step(self, words: str) -> Iterator[list[str]]:
        """Time a step; what it said last is appended by the body."""
        said: list[str] = []
        began = time.monotonic()
        yield said
        self.rows.append((words, time.monotonic() - began, said[-1] if said else ""))

    def seconds_of(self, beginning: str) -> float:
        """How long the steps took whose words begin so."""
        return sum(seconds for words, seconds, _ in self.rows if words.startswith(beginning))

    def table(self) -> str:
        """The same, to be kept."""
        lines = [
            f"| {number} | {words} | {seconds:.1f} | {said} |"
            for number, (words, seconds, said) in enumerate(self.rows, 1)
        ]
        return "\n".join([HEADING, *lines])


@dataclass
class Machine:
    """One machine: how its commands are typed, what they are told, and its folder."""

    roost: list[str]
    told: dict[str, str]
    folder: Path
    cwd: Path = ROOT

    def run(self, *words: str, good: Sequence[int] = (0,)) -> str:
        """Type a command of Roost; gives the last line that it said, and fails where it ended otherwise."""
        ended = subprocess.run(
            [*self.roost, *words], cwd=self.cwd, env=self.told, capture_output=True, text=True, timeout=3600
        )
        assert ended.returncode in good, f"roost {' '.join(words)} ended with {ended.returncode}: {ended.stderr}"
        return (ended.stdout.strip().splitlines() or [""])[-1]

    def answers(self, port: int) -> str:
        """Serve it until it says that it is ready; gives what it said."""
        words = [*self.roost[1:], "serve", "--port", str(port)]
        if len(self.roost) == 1:
            words = ["-c", f"import os; os.execv({self.roost[0]!r}, [{self.roost[0]!r}, 'serve', '--port', '{port}'])"]
        with process(words, self.told, self.folder / "log"):
            wait_until(lambda: "tables" in ready(port), 120)
            return ready(port)


def ready(port: int) -> str:
    """What a server says of itself; empty while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            return str(json.loads(answer.read()))
    except OSError:
        return ""


def settings(folder: Path, url: str, keys: dict[str, str]) -> dict[str, str]:
    """What a production is told."""
    told = {"ROOST_ENV": "production", "PUBLIC_URL": "https://roost.example", "TRUSTED_PROXIES": "1"}
    return environment(folder, url, PATH=PATH_WITH_PROGRAMS, MAIL_URL="smtp://127.0.0.1:25", **told, **keys)


def new_machine(kind: str, folder: Path, keys: dict[str, str]) -> Machine:
    """An empty machine with what is installed here."""
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'roost.db'}" if kind == "sqlite" else servers.fresh_postgres()
    return Machine([sys.executable, *ROOST], settings(folder, url, keys), folder)


def install(machine: Machine, version: str, place: Path) -> str:
    """Clone a version of Roost and set it up; the machine's commands are those of that clone from now on."""
    typed = (["git", "clone", "--quiet", str(ROOT), str(place)], ["git", "-C", str(place), "checkout", "-q", version])
    for words in (*typed, ["make", "-C", str(place), "setup"]):
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, timeout=3600)
    machine.roost, machine.cwd = [str(place / ".venv" / "bin" / "roost")], place
    return version


def drill(kind: str, folder: Path, written: Written, older: str = "") -> list[dict[str, str]]:
    """Run it; gives what the doctor of the last machine found. With an older version each machine is installed anew."""
    keys = {"SECRET_KEY": secrets.token_hex(32), "ROOST_FIELD_KEYS": new_field_key()}
    here = new_machine(kind, folder / "here", keys)
    if older:
        with written.step("install: clone the older version, `make setup`") as said:
            said.append(install(here, older, folder / "older"))
    with written.step("install: `roost init`") as said:
        here.run("init")
        said.append("the database is ready")
    register = folder / "register"
    register.mkdir()
    write_region(register, Size(constellations=5, stays=STAYS))
    with written.step(f"load: `roost import`, a region of {STAYS} stays") as said:
        said.append(here.run("import", str(register)))
    upload(here.folder)
    if older:
        with written.step("upgrade: clone this version, `make setup`") as said:
            said.append(install(here, head(), folder / "newer")[:7])
    with written.step("upgrade: `roost init`"):
        here.run("init")
    with written.step("upgrade: `roost serve` until it is ready"):
        assert "'tables': 'ok'" in here.answers(servers.free_port())
    with written.step("backup: `roost backup`") as said:
        said.append(here.run("backup", str(folder / "backups")).partition(": ")[2])
    backup = next((folder / "backups").iterdir())
    with written.step("backup: `roost backup verify`"):
        here.run("backup", "verify", str(backup))
    there = new_machine(kind, folder / "there", keys)
    if older:
        with written.step("restore: on an empty machine, clone, `make setup`") as said:
            said.append(install(there, head(), folder / "there-roost")[:7])
    with written.step("restore: `roost restore`") as said:
        said.append(there.run("restore", str(backup)))
    with written.step("restore: `roost serve` until it is ready"):
        assert "'tables': 'ok'" in there.answers(servers.free_port())
    assert (there.folder / "uploads" / "messages" / "ab" / "abcdef").read_bytes() == UPLOADED
    return doctor_of(there, written)


UPLOADED = b"a photo, as far as a drill is concerned" * 1000


def upload(folder: Path) -> None:
    """A file as conversations have them."""
    path = folder / "uploads" / "messages" / "ab" / "abcdef"
    path.parent.mkdir(parents=True)
    path.write_bytes(UPLOADED)


def doctor_of(machine: Machine, written: Written) -> list[dict[str, str]]:
    """What the doctor says of a machine: all but the address and the mail server, which a drill does not have."""
    with written.step("restore: `roost doctor`") as said:
        ended = subprocess.run(
            [*machine.roost, "doctor", "--format", "json"],
            cwd=machine.cwd,
            env=machine.told,
            capture_output=True,
            text=True,
            timeout=600,
        )
        found: list[dict[str, str]] = json.loads(ended.stdout)
        wrong = [each["what"] for each in found if each["verdict"] == "fail"]
        said.append(f"{len(found)} looked at, wrong: {', '.join(wrong) or 'none'}")
    return found


def head() -> str:
    """The version of this working copy."""
    words = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """Run it for real, and print what is to be kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("kind", choices=["sqlite", "postgresql"])
    asked.add_argument("--from", dest="older", required=True, help="the commit of the older version")
    given = asked.parse_args()
    written = Written()
    try:
        with tempfile.TemporaryDirectory() as folder:
            drill(given.kind, Path(folder), written, given.older)
    finally:
        print(written.table())  # noqa: T201  # what is to be kept
        print(f"On {os.cpu_count()} cores. From empty machine to ready: {written.seconds_of('restore'):.0f} s.")  # noqa: T201  # as above
        servers.stop_postgres()


if __name__ == "__main__":
    main()
