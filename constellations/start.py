"""How the `roost` command begins."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module


def main() -> None:
    """The `roost` command, as it is typed."""
    if serves_beside_a_server(sys.argv[1:], os.environ):
        wait_in_greenlets()
    # What is imported stays: looking through it for garbage meanwhile takes a fifth of the time.
    gc.disable()
    app = import_module("app")
    gc.freeze()
    gc.enable()
    app.main()


def serves_beside_a_server(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether the words are those of `roost serve`, and DATABASE_URL that of PostgreSQL."""
    return "serve" in words[:1] and environment.get("DATABASE_URL", "").startswith("postgres")


def wait_in_greenlets() -> None:
    """Let whatever waits let others go on (gevent); before all else is imported, for much takes what it finds then."""
    import_module("gevent.monkey").patch_all()


if __name__ == "__main__":
    main()
