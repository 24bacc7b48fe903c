"""Supervision, annual review, unannounced visit: dates alone, next and done, for staff."""
