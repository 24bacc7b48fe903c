"""Sleepovers that come again: the series that holds their asks together."""
