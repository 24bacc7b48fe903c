"""The timeline of an ask and of its stay: who did what."""
