"""Changing and calling off: one date of an event, it and those after it, or all."""
