"""Answers that a browser keeps as a file."""

from collections.abc import Iterable, Sequence

from flask import Response

from constellations.core.tables import as_csv


def csv_answer(columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response:
    """A table as a CSV file called so, without its ending; `name` is of our own making."""
    answer = Response(as_csv(columns, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
