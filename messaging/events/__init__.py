"""Whose conversations those about events are."""
