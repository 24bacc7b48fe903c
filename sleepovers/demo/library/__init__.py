"""The teams, the handbook and the homes that left of the demo service."""
