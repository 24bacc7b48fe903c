"""Where the lights and lines of the picture stand."""
