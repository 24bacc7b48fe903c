"""Saying things: one person or many at the same time, in one transaction."""
