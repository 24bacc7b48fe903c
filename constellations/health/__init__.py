"""Whether this Roost is alive, and whether it can do its work."""
