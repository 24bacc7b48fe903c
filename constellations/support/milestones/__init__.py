"""Long service: one, three, five years, then every five, from the day of approval."""
