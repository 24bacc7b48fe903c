"""Fitting the dates of a series that was changed to its new days."""
