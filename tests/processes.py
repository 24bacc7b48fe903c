"""Roost as processes of its own: a database as `roost init` makes it, and commands that run on it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOST = ["-m", "constellations.start"]
"""What Python is told to be the command `roost`, wherever that is installed."""


SLOWER = float(os.environ.get("ROOST_SLOWER", "1"))
"""How many times longer than elsewhere things may take on a machine that is busy with something else."""


def environment(folder: Path, url: str, **more: str) -> dict[str, str]:
    """What a process of Roost is told; nothing of the test's own settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ROOST_", "SECRET_", "DATABASE_"))}
    return {**own, "ROOST_DATA": str(folder), "DATABASE_URL": url, "PYTHONUNBUFFERED": "1", **more}


@contextmanager
def process(words: list[str], told: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run Python with these words, its lines in a file; ended with the body, also where it will not."""
    with log.open("ab") as lines:
        running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=told, stdout=lines, stderr=lines)
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> float:
    """Wait for something; gives how long it took. Fails after so many seconds."""
    began, most = time.monotonic(), seconds * SLOWER
    while not is_so():
        assert time.monotonic() - began < most, f"still not so after {most:.0f} seconds"
        time.sleep(0.1)
    return time.monotonic() - began
