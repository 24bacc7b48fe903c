"""Buddy and mentor pairs: two carers, what they want to reach, and when they talked."""
