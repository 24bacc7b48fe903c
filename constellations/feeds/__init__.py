"""Roost in the calendar of a phone: entries written when something changes, and the secret addresses they go to."""
