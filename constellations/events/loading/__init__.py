"""Loading a service's events from a calendar file: what is new, changed, unchanged, and what cannot be taken."""
