"""Waiting for a bed: asking again, once, when one comes free."""
