"""Challenges: what a browser is given, so that an answer proves something now, here, and once."""
