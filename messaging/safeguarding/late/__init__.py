"""Concerns that nobody has acknowledged in time: somebody is woken, and then managers read them too."""
