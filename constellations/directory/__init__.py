"""The constellations that somebody sees: a list of them, and a page of each with its picture."""
