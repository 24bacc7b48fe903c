"""Agreeing at once to what has become a habit, where a service wants it."""
