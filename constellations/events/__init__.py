"""The shared calendar: what is on, when, for whom."""
