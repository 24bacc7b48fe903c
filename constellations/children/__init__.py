"""The children of the constellations: initials, where they live, and what only staff know."""
