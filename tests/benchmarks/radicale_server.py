"""Radicale as a process of its own, the calendar server that feeds are measured against."""

import http.client
from pathlib import Path


def serve_radicale(folder: Path, port: int) -> list[str]:
    """The words that start Radicale for everybody on this machine."""
    settings = folder / "radicale.conf"
    settings.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[rights]\ntype = authenticated\n"
        f"[storage]\nfilesystem_folder = {folder / 'radicale'}\n"
    )
    return ["-m", "radicale", "--config", str(settings)]


def listens(port: int) -> bool:
    """Whether Radicale answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/")
        return line.getresponse().status < 500
    except OSError:
        return False
    finally:
        line.close()
