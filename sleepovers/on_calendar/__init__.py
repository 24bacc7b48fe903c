"""Nights as they stand in the calendar."""
