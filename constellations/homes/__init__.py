"""One home: what it is ready for, which constellations it belongs to, and the corrections that staff make."""
