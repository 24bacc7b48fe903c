"""The references of homes, children, constellations and stays in a register: corrected, and still known by old ones."""
