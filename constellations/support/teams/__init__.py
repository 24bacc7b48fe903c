"""Whom to ask about what: the teams of a service, how they are reached, and the phone out of hours."""
