"""Pushes: alerts on a phone or computer, without a word of what is new."""
