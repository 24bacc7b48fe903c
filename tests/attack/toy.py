"""A small site with the faults that the tools look for, so that they show they find them: `python -m … PORT`."""

import sqlite3
import sys

from flask import Flask, request

FORM = "<form action='/notes' method='post'><input name='note'></form>"
PAGE = f"<html><body>{FORM}<a href='/item?id=1'>x</a><a href='/hello?name=x'>y</a>%s</body></html>"

toy = Flask("toy")
store = sqlite3.connect(":memory:", check_same_thread=False)
store.executescript("CREATE TABLE item (id INTEGER, name TEXT); INSERT INTO item VALUES (1, 'lamp'), (2, 'bed');")
said: list[str] = []


@toy.get("/")
def home() -> str:
    """Ways to the others."""
    return PAGE % "".join(said)


@toy.get("/item")
def item() -> str:
    """What is asked for ends the string of the question."""
    asked = f"SELECT name FROM item WHERE id = {request.args.get('id', '0')}"  # noqa: S608  # the planted fault
    try:
        return PAGE % ", ".join(str(row[0]) for row in store.execute(asked))
    except sqlite3.Error as told:
        return PAGE % told


@toy.get("/hello")
def hello() -> str:
    """What is typed is shown as it is."""
    return PAGE % f"Hello {request.args.get('name', '')}"


@toy.post("/notes")
def notes() -> str:
    """What is sent is kept and shown as it is."""
    said.append(f"<p>{request.form.get('note', '')}</p>")
    return home()


if __name__ == "__main__":
    toy.run(port=int(sys.argv[1]), threaded=True)
