"""Support groups: people of several constellations of a service, by area or by theme, who join for themselves."""
