"""Putting the day that a poll found into the calendar."""
