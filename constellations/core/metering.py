"""Figures of this process, counted as it works: how requests end, live lines, waits. No label holds an id or a name."""

import time
from collections.abc import Callable, Iterable

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from sqlalchemy.pool import QueuePool

from constellations.core.database import Database
from constellations.core.sockets import EXTENSION as LINES
from constellations.core.sockets import Lines

EXTENSION = "roost_meters"

SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Up to which durations requests are counted together."""

UNKNOWN = "unknown"
"""The endpoint of an address that Roost does not have: anybody can make up as many of those as they like."""


class Meters:
    """What one process counts, apart from every other: each is asked by itself."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Histogram(
            "roost_request_seconds",
            "How long requests took, by endpoint and by the class of their status.",
            ["endpoint", "status"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._app, self._database = app, database
        self.registry.register(self)

    def note_request(self, endpoint: str | None, status: int, seconds: float) -> None:
        """Count one request that was answered."""
        self._requests.labels(endpoint or UNKNOWN, f"{status // 100}xx").observe(seconds)

    def collect(self) -> Iterable[Metric]:
        """What is known at this moment, as the library asks for it."""
        lines: Lines = self._app.extensions[LINES]
        yield _gauge("roost_live_lines", "Live lines of this process.", len(lines.server.environ))
        yield _counter("roost_deliveries", "Packets that were handed to live lines.", lines.delivered)
        waits = self._database.waits
        yield _counter("roost_writer_turns", "Writers that came for their turn (SQLite).", waits.count)
        yield _counter("roost_writer_wait_seconds", "For how long they waited in all.", waits.seconds)
        yield _counter("roost_writers_refused", "Writers who were told to try again.", waits.refused)
        pool = self._database.engine.pool
        if isinstance(pool, QueuePool):
            yield _gauge("roost_database_connections", "Connections that are at work.", pool.checkedout())
            most = pool.size() + max(pool._max_overflow, 0)
            yield _gauge("roost_database_connections_at_most", "As many as there may be.", most)


def init_metering(app: Flask, database: Database) -> None:
    """Count what this application does from now on."""
    app.extensions[EXTENSION] = Meters(app, database)
    app.before_request(_begin)
    app.after_request(_note)


def written(collect: Callable[[], Iterable[Metric]] = list) -> bytes:
    """The figures of this process and those that `collect` gives, in the text form of Prometheus."""
    meters: Meters = current_app.extensions[EXTENSION]
    return generate_latest(meters.registry) + generate_latest(_More(collect))


class _More:
    """Figures that are asked for only now."""

    def __init__(self, collect: Callable[[], Iterable[Metric]]) -> None:
        self._collect = collect

    def collect(self) -> Iterable[Metric]:
        """What the library asks for."""
        return self._collect()


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def _counter(name: str, words: str, value: float) -> Metric:
    return CounterMetricFamily(name, words, value=value)


def _begin() -> None:
    g.began = time.perf_counter()


def _note(response: Response) -> Response:
    began = g.get("began")
    if began is not None:
        meters: Meters = current_app.extensions[EXTENSION]
        meters.note_request(request.endpoint, response.status_code, time.perf_counter() - began)
    return response
