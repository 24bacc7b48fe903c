"""Homes, children and constellations that are made on a screen instead of being loaded."""
