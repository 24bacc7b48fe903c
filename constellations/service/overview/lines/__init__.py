"""What constellations, their calendar and support let a service set."""
