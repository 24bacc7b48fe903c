"""Reminding a hub, on the 1st, that the return of the month before waits."""
