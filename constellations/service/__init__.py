"""What a service sets for all its constellations: its name, its word for a stay, its phone out of hours."""
